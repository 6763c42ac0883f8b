package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** The messages of the conformance tables, for fuzzers to start from. */
public final class ConformanceSeeds {
    private ConformanceSeeds() {}

    public static List<byte[]> requests() {
        return ConformanceRow.table("requests.txt").stream()
                .map(row -> row.bytes(0))
                .filter(text -> text.length() < 4096)
                .map(text -> text.getBytes(ISO_8859_1))
                .toList();
    }

    public static List<byte[]> responses() {
        return ConformanceRow.table("responses.txt").stream()
                .map(row -> Notation.bytes(row.cell(1).replaceAll("\\{(close|reset)}", "")))
                .filter(text -> text.length() < 4096)
                .map(text -> text.getBytes(ISO_8859_1))
                .toList();
    }
}
