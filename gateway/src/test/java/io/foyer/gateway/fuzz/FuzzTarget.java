package io.foyer.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.foyer.admission.token.TokenFuzz;
import io.foyer.gateway.config.ConfigFixture;
import io.foyer.gateway.config.ConfigFuzz;
import io.foyer.gateway.http.CanonicalPathFuzz;
import io.foyer.gateway.http.ChunkedFuzz;
import io.foyer.gateway.http.CookieFuzz;
import io.foyer.gateway.http.RequestHeadFuzz;
import io.foyer.gateway.http.ResponseHeadFuzz;
import io.foyer.gateway.proxy.ConformanceSeeds;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that reads bytes of others, with inputs to start from.
 *
 * @param type has the method {@code fuzzerTestOneInput(byte[])}, which throws when something is wrong
 */
record FuzzTarget(Class<?> type, Code code, List<byte[]> seeds) {
    @FunctionalInterface
    interface Code {
        void run(byte[] data) throws Exception;
    }

    static List<FuzzTarget> all() {
        List<String> requests = texts(ConformanceSeeds.requests());
        List<byte[]> responses = ConformanceSeeds.responses().stream()
                .map(bytes -> ("\0" + new String(bytes, ISO_8859_1)).getBytes(ISO_8859_1))
                .toList();
        return List.of(
                new FuzzTarget(RequestHeadFuzz.class, RequestHeadFuzz::fuzzerTestOneInput, bytes(requests.stream())),
                new FuzzTarget(ResponseHeadFuzz.class, ResponseHeadFuzz::fuzzerTestOneInput, responses),
                new FuzzTarget(
                        ChunkedFuzz.class,
                        ChunkedFuzz::fuzzerTestOneInput,
                        bytes(requests.stream()
                                .filter(text -> text.contains("Transfer-Encoding"))
                                .map(text -> text.substring(Math.max(0, text.indexOf("\r\n\r\n") + 4))))),
                new FuzzTarget(
                        CanonicalPathFuzz.class,
                        CanonicalPathFuzz::fuzzerTestOneInput,
                        bytes(requests.stream()
                                .map(text -> text.split(" ", 3))
                                .filter(parts -> parts.length == 3 && parts[1].startsWith("/"))
                                .map(parts -> parts[1].substring(1)))),
                new FuzzTarget(
                        CookieFuzz.class,
                        CookieFuzz::fuzzerTestOneInput,
                        bytes(Stream.of(
                                "a=b; __Host-foyer-ticket=x; foyer-pass=y;c=d",
                                "foyer-ticket;=;;foyer-pass= ",
                                "__Host-foyer-pass-opera=x; foyer-ticket-opera=y; foyer-passx=z"))),
                new FuzzTarget(TokenFuzz.class, TokenFuzz::fuzzerTestOneInput, TokenFuzz.seeds()),
                new FuzzTarget(
                        ConfigFuzz.class, ConfigFuzz::fuzzerTestOneInput, bytes(Stream.of(ConfigFixture.VALID))));
    }

    String name() {
        return type.getSimpleName();
    }

    private static List<String> texts(List<byte[]> all) {
        return all.stream().map(bytes -> new String(bytes, ISO_8859_1)).toList();
    }

    private static List<byte[]> bytes(Stream<String> texts) {
        return texts.map(text -> text.getBytes(ISO_8859_1)).toList();
    }
}
