package io.foyer.gateway.simulate;

import io.foyer.admission.simulation.SaleResult;
import io.foyer.admission.simulation.SaleResult.Buyers;
import io.foyer.admission.simulation.SaleResult.Coverage;
import io.foyer.admission.simulation.SaleResult.Spread;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The figures of sales for programs. */
public final class SaleFigures {
    private SaleFigures() {}

    /** @param fromSecond use and holds are of the time from then on */
    public static String json(List<NamedSale> sales, int fromSecond) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        var array = json.putArray("sales");
        sales.forEach(sale -> write(array.addObject().put("config", sale.name()), sale.result(), fromSecond));
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void write(ObjectNode json, SaleResult result, int fromSecond) {
        Buyers buyers = result.buyers();
        json.put("joined", buyers.joined())
                .put("entered", buyers.entered())
                .put("ordered", buyers.ordered())
                .put("left", buyers.left());
        spread(json.putObject("waitSeconds"), buyers.waitSeconds());
        Coverage coverage = result.coverage();
        json.putObject("promises")
                .put("made", coverage.promised())
                .put("within", coverage.within())
                .put("sooner", coverage.sooner())
                .put("later", coverage.later());
        int last = result.series().length() - 1;
        json.put("use", fromSecond < last ? result.use(fromSecond, last) : 0);
        spread(json.putObject("holdSeconds"), result.holds(fromSecond));
        json.put("refusedOrders", result.refused())
                .put("ordersIn60s", result.forwardedWithinMax(60))
                .put("ordersIn5s", result.forwardedWithinMax(5))
                .put("seconds", result.seconds());
    }

    private static void spread(ObjectNode json, Spread spread) {
        json.put("tenth", spread.tenth())
                .put("median", spread.median())
                .put("ninetieth", spread.ninetieth())
                .put("most", spread.most());
    }
}
