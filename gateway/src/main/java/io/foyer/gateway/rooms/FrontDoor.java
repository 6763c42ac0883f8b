package io.foyer.gateway.rooms;

import io.foyer.gateway.config.TraceConfig;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.pages.Fault;
import io.foyer.gateway.routing.HostTable;
import io.foyer.gateway.routing.Route;

/** Where every request of a buyer comes in: finds its shop and what its route asks for. */
final class FrontDoor implements RequestHandler {
    private final Desk desk;
    private final Admission admission;
    private final OwnPaths ownPaths;
    private volatile HostTable<Shop> hosts;
    private volatile TraceConfig trace;

    FrontDoor(Desk desk, Admission admission, OwnPaths ownPaths, HostTable<Shop> hosts, TraceConfig trace) {
        this.desk = desk;
        this.admission = admission;
        this.ownPaths = ownPaths;
        this.hosts = hosts;
        this.trace = trace;
    }

    void use(HostTable<Shop> newHosts, TraceConfig newTrace) {
        hosts = newHosts;
        trace = newTrace;
    }

    private Answer misdirected(Exchange exchange) {
        return desk.answers()
                .fault(exchange, Fault.MISDIRECTED)
                .with("Proxy-Status: foyer; error=destination_not_found\r\n");
    }

    @Override
    public void handle(Exchange exchange) {
        RequestHead request = exchange.request();
        TraceConfig traces = trace;
        if (traces.start()) {
            request.trace().startUnlessThere(traces.sampledPercent());
        }
        Shop shop = hosts.find(request.host());
        if (shop == null) {
            exchange.decided(Decision.REFUSED);
            exchange.answer(misdirected(exchange));
            return;
        }
        ShopState state = shop.state();
        exchange.belongsTo(state.config().name());
        if (state.isReserved(request)) {
            ownPaths.handle(exchange, state);
            return;
        }
        Route route = state.routes().route(request);
        if (!exchange.limitBody(route.bodySizeMax())) {
            return;
        }
        String upgrade = route.upgradeOf(request);
        if (upgrade != null) {
            exchange.allowUpgrade(upgrade);
        }
        switch (route.action()) {
            case PASS -> {
                if (desk.refusals().isTooMany(exchange)) {
                    return;
                }
                exchange.decided(Decision.PASS_ROUTE);
                exchange.forward(state.openForwarding());
            }
            case QUEUE, ORDER -> admission.handle(exchange, state, route);
        }
    }
}
