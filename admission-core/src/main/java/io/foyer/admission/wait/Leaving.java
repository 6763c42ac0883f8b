package io.foyer.admission.wait;

/** Which part of those who wait gives up in a second, over about a quarter of an hour. */
final class Leaving {
    private static final double MEMORY_SECONDS = 900;
    private static final double STEP_SECONDS = 30;
    /** As if these had waited and nobody left. */
    private static final double PRIOR_WAITED_SECONDS = 600;

    private record Count(double atSeconds, long joined, long called, long waiting) {
        long gone(Count later) {
            return later.joined - joined - (later.called - called) - (later.waiting - waiting);
        }
    }

    private Count last = new Count(Double.NaN, 0, 0, 0);
    private double left;
    private double waited;

    void record(double nowSeconds, WaitEstimator.Observation seen) {
        Count now = new Count(nowSeconds, seen.joined(), seen.called(), seen.waiting());
        double elapsed = nowSeconds - last.atSeconds;
        if (!(elapsed >= 0) || now.joined < last.joined || now.called < last.called) {
            last = now;
        } else if (elapsed >= STEP_SECONDS) {
            double keep = Math.exp(-elapsed / MEMORY_SECONDS);
            left = left * keep + last.gone(now);
            waited = waited * keep + elapsed * (last.waiting + now.waiting) / 2.0;
            last = now;
        }
    }

    double perSecond() {
        return Math.max(0, left) / (waited + PRIOR_WAITED_SECONDS);
    }
}
