package io.foyer.loadtest.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the benchmark measures.
 *
 * @param subjects the gateways, this build's first
 */
record Cases(List<Subject> subjects, Neighbours.Server nginx, Neighbours.Server haproxy, Neighbours.Server relay) {
    static final String PAGE = "/events/summer-final";

    /** Well below what the slowest of them can do, so that nothing queues. */
    private static final int FIXED_PER_SECOND = 4_096;

    private static final int NEW_TLS_PER_SECOND = 400;

    /** @param connections one case of each kind for each */
    List<Case> of(List<Integer> connections) {
        List<Case> cases = new ArrayList<>();
        for (int each : connections) {
            cases.add(new Case("proxy 1 KB, " + each + " connections", Load.kept(each), plain(PAGE)));
        }
        for (int each : connections) {
            Load load = Load.fixedRate(each, FIXED_PER_SECOND);
            cases.add(new Case("proxy 1 KB, " + each + ", " + FIXED_PER_SECOND + "/s", load, plain(PAGE)));
        }
        cases.add(new Case("proxy 100 kB, 64 connections", Load.kept(64), plain("/large")));
        Load newEach = new Load(64, Load.Habit.NEW_CONNECTION_EACH);
        cases.add(new Case("proxy 1 KB, new connection each", newEach, plain(PAGE)));
        cases.add(new Case("TLS h2 1 KB, 64 connections x 1", Load.http2(64, 1), secured()));
        cases.add(new Case("TLS h2 1 KB, 16 connections x 32", Load.http2(16, 32), secured()));
        Load newTls = new Load(NEW_TLS_PER_SECOND, Load.Habit.NEW_TLS_CONNECTION_EACH);
        cases.add(new Case("TLS h2 1 KB, new connection each", newTls, secured()));
        for (int each : connections) {
            cases.add(new Case("status poll, " + each + " connections", Load.kept(each), polls()));
        }
        cases.add(new Case("waiting page, 64 connections", new Load(64, Load.Habit.TAKES_ERRORS), waitingPages()));
        return cases;
    }

    private List<Candidate> plain(String path) {
        Supplier<String> cookies = first()::admitted;
        List<Candidate> all = new ArrayList<>();
        all.add(Candidate.of("nginx", nginx, nginx.url() + path, cookies));
        subjects.forEach(each -> all.add(foyer(each, each.url() + path, each::admitted)));
        all.add(Candidate.of("HAProxy", haproxy, haproxy.url() + path, cookies));
        all.add(Candidate.of("TCP relay", relay, relay.url() + path, cookies));
        return all;
    }

    private List<Candidate> secured() {
        Supplier<String> cookies = () -> overTls(first().admitted());
        List<Candidate> all = new ArrayList<>();
        all.add(Candidate.of("nginx", nginx, nginx.secureUrl() + PAGE, cookies));
        subjects.forEach(each -> all.add(foyer(each, each.secureUrl() + PAGE, () -> overTls(each.admitted()))));
        all.add(Candidate.of("HAProxy", haproxy, haproxy.secureUrl() + PAGE, cookies));
        return all;
    }

    private List<Candidate> polls() {
        return fromMemory("/status", "/_foyer/status");
    }

    /** A page of the buyer's own from memory, held against a file of about its size from the system's cache. */
    private List<Candidate> waitingPages() {
        return fromMemory("/page", PAGE);
    }

    private List<Candidate> fromMemory(String nginxPath, String path) {
        List<Candidate> all = new ArrayList<>();
        all.add(Candidate.of("nginx", nginx, nginx.url() + nginxPath, first()::polling));
        subjects.forEach(each -> all.add(foyer(each, each.url() + path, each::polling)));
        return all;
    }

    private Subject first() {
        return subjects.get(0);
    }

    private static Candidate foyer(Subject subject, String url, Supplier<String> cookies) {
        return new Candidate(subject.name(), subject.pid(), url, cookies, true);
    }

    /** The same cookies by the names that they have over TLS. */
    private static String overTls(String cookies) {
        return cookies.replace("foyer-", "__Host-foyer-");
    }
}
