package io.foyer.gateway.simulate;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes the report of one sale, or of several side by side. */
public final class SaleReport {
    private static final Template PAGE = Mustache.compiler().escapeHTML(true).compile(resource("report.mustache"));

    private SaleReport() {}

    /** @param about what was simulated, in one line a thing */
    public static String html(List<NamedSale> sales, List<String> about) {
        List<NamedSale> escaped = sales.stream()
                .map(sale -> new NamedSale(Escapers.HTML.escape(sale.name()), sale.result()))
                .toList();
        return PAGE.execute(Map.of(
                "style", resource("report.css"),
                "about", about,
                "several", sales.size() > 1,
                "sales",
                        IntStream.range(0, sales.size())
                                .mapToObj(i ->
                                        Map.of("index", i, "name", sales.get(i).name()))
                                .toList(),
                "rows", SaleSummary.of(sales),
                "charts", new SaleCharts(escaped).html()));
    }

    private static String resource(String name) {
        try (InputStream in = SaleReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
