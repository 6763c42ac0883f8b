package io.foyer.loadtest.compare;

/** One turn of one candidate. */
record Sample(double cpuMicrosPerRequest, double requestsPerSecond, double p50Millis, double p99Millis) {}
