package io.foyer.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The HTTP/2 tests' tables as a chapter of docs/conformance.md. */
final class Http2Tables {
    private Http2Tables() {}

    record Row(String rule, String message, String outcome) {
        private String line() {
            return "| %s | %s | %s |\n".formatted(rule, message, outcome);
        }
    }

    record Section(String title, List<Row> rows) {}

    static String chapter() {
        StringBuilder text = new StringBuilder("\n## What buyers send over HTTP/2\n");
        for (Section section : sections()) {
            text.append("\n### ")
                    .append(section.title())
                    .append("\n| rule | message | outcome |\n| --- | --- | --- |\n");
            section.rows().forEach(row -> text.append(row.line()));
        }
        return text.toString();
    }

    static List<Section> sections() {
        return List.of(
                new Section("Unusual but good requests", good()),
                new Section("Fields of HTTP/2 requests", requests(Http2RequestRulesTest.fields())),
                new Section("Pseudo-header fields", requests(Http2RequestRulesTest.pseudoFields())),
                new Section("Bodies and trailers", requests(Http2RequestRulesTest.bodies())),
                new Section("Requests that are refused as over HTTP/1.1", requests(Http2RequestRulesTest.refusals())),
                new Section("Frames of streams", frames(Http2FrameRulesTest.streams())),
                new Section("Frames of the connection", frames(Http2FrameRulesTest.connection())),
                new Section("Header blocks", frames(Http2FrameRulesTest.blocks())),
                new Section("Floods", floods()));
    }

    private static List<Row> good() {
        return Http2PassTest.good().stream()
                .map(each -> new Row(each.rule(), each.what(), "forwarded"))
                .toList();
    }

    private static List<Row> requests(List<Http2RequestRulesTest.Case> cases) {
        return cases.stream()
                .map(each -> new Row(each.rule(), each.what(), each.outcome()))
                .toList();
    }

    private static List<Row> frames(List<Http2FrameRulesTest.Case> cases) {
        return cases.stream()
                .map(each -> new Row(each.rule(), each.what(), "GOAWAY " + each.outcome()))
                .toList();
    }

    private static List<Row> floods() {
        List<Row> rows = new ArrayList<>();
        for (Http2FloodTest.Case each : Http2FloodTest.floods()) {
            String[] ruleAndName = each.advisory().split(", ", 2);
            String counted = each.kind().name().toLowerCase(Locale.ROOT);
            rows.add(new Row(
                    ruleAndName[0],
                    ruleAndName[1],
                    "%d at once pass, %d end in GOAWAY ENHANCE_YOUR_CALM (`%s`)"
                            .formatted(each.honest(), each.flood(), counted)));
        }
        return rows;
    }
}
