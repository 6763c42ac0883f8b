package io.foyer.loadtest.compare;

import io.foyer.loadtest.crowd.Guest;
import io.foyer.loadtest.process.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the benchmark measures.
 *
 * @param admitted the cookies of a buyer with a pass
 * @param waiting one who waits
 */
record Cases(
        String admitted,
        Guest waiting,
        Neighbours.Server nginx,
        Neighbours.Server haproxy,
        Neighbours.Server relay,
        GatewayProcess gateway) {
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
        Supplier<String> cookies = () -> admitted;
        return List.of(
                Candidate.of("nginx", nginx, nginx.url() + path, cookies),
                foyer(gateway.url() + path, cookies),
                Candidate.of("HAProxy", haproxy, haproxy.url() + path, cookies),
                Candidate.of("TCP relay", relay, relay.url() + path, cookies));
    }

    private List<Candidate> secured() {
        String renamed = overTls(admitted);
        Supplier<String> cookies = () -> renamed;
        return List.of(
                Candidate.of("nginx", nginx, nginx.secureUrl() + PAGE, cookies),
                foyer(gateway.config().secureUrl() + PAGE, cookies),
                Candidate.of("HAProxy", haproxy, haproxy.secureUrl() + PAGE, cookies));
    }

    private List<Candidate> polls() {
        return List.of(
                Candidate.of("nginx", nginx, nginx.url() + "/status", this::polling),
                foyer(gateway.url() + "/_foyer/status", this::polling));
    }

    /** A page of the buyer's own from memory, held against a file of about its size from the system's cache. */
    private List<Candidate> waitingPages() {
        return List.of(
                Candidate.of("nginx", nginx, nginx.url() + "/page", this::polling),
                foyer(gateway.url() + PAGE, this::polling));
    }

    private Candidate foyer(String url, Supplier<String> cookies) {
        return new Candidate("Foyer", gateway.process().pid(), url, cookies, true);
    }

    /** The cookies of one who polls as browsers do, which take what they are given; a load generator does not. */
    private String polling() {
        try {
            waiting.status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return waiting.cookieHeader();
    }

    /** The same cookies by the names that they have over TLS. */
    private static String overTls(String cookies) {
        return cookies.replace("foyer-", "__Host-foyer-");
    }
}
