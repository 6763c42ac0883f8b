package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.upstream.Upstream.OrderSign;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.ResponseWatcher;
import io.foyer.gateway.http.ResponseHead;
import io.foyer.gateway.pages.Fault;
import io.foyer.gateway.routing.Route;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request that may create an order: waits at the gate, goes on with a slot, and settles the slot by what the shop says.
 * The gate calls from the rooms thread; all else is on the exchange's event loop.
 */
final class OrderRequest implements GatedOrder {
    private final Desk desk;
    private final Exchange exchange;
    private final Orderer orderer;
    private final Route route;
    private final byte[] responseLines;
    private final String method;
    private final String path;
    private volatile boolean there = true;

    /** @param responseLines what the buyer is to get with the response, such as a fresh pass */
    OrderRequest(Desk desk, Exchange exchange, Orderer orderer, Route route, byte[] responseLines) {
        this.desk = desk;
        this.exchange = exchange;
        this.orderer = orderer;
        this.route = route;
        this.responseLines = responseLines;
        this.method = exchange.request().method();
        this.path = exchange.request().path();
    }

    void enter() {
        exchange.onAbandoned(this::abandon);
        orderer.shop().shop().gate().enter(this);
    }

    private void abandon() {
        there = false;
        orderer.shop().shop().gate().withdraw(this);
    }

    @Override
    public RoomId room() {
        return orderer.roomId();
    }

    @Override
    public Place place() {
        return orderer.place();
    }

    @Override
    public int credit() {
        return orderer.credit();
    }

    @Override
    public OptionalLong admittedAtSeconds() {
        return orderer.admittedAtSeconds();
    }

    @Override
    public boolean isThere() {
        return there;
    }

    @Override
    public void go(OrderLedger.Slot slot) {
        exchange.eventLoop().execute(() -> {
            if (!exchange.isOpen()) {
                slot.notCreated();
                return;
            }
            exchange.decided(Decision.ORDER);
            Forwarding base = orderer.forwarding();
            Settling settling = new Settling(slot);
            settling.giveUpBefore(OrderLease.of(orderer.shop().config()).minus(OrderLease.SETTLE_WITHIN));
            exchange.forward(new Forwarding(base.shop(), base.requestLines(), responseLines, settling));
        });
    }

    @Override
    public void noCredit() {
        answer(Decision.ORDER_NO_CREDIT, Fault.ORDER_SPENT);
    }

    @Override
    public void heldTooLong() {
        answer(Decision.ORDER_HELD_TOO_LONG, Fault.ORDERS_FULL);
    }

    private void answer(Decision decision, Fault fault) {
        exchange.eventLoop().execute(() -> {
            exchange.decided(decision);
            exchange.answer(desk.answers().fault(exchange, fault));
        });
    }

    /** Settles the slot by the first of: the shop's header, the upstream module, the statuses of the route. */
    private final class Settling implements ResponseWatcher {
        private final OrderLedger.Slot slot;

        private @Nullable Future<?> giveUp;

        private Settling(OrderLedger.Slot slot) {
            this.slot = slot;
        }

        /** A request that outlived its lease could create an order when its slot is somebody else's. */
        private void giveUpBefore(Duration end) {
            giveUp = exchange.eventLoop().schedule(exchange::giveUp, end.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void ended() {
            if (giveUp != null) {
                giveUp.cancel(false);
            }
        }

        @Override
        public byte[] onResponse(ResponseHead response) {
            ended();
            if (isCreated(response)) {
                slot.created();
            } else {
                slot.notCreated();
            }
            return orderer.endIfAsked(response);
        }

        private boolean isCreated(ResponseHead response) {
            String said = response.foyerOrder();
            if (said != null) {
                return said.equals("created");
            }
            OrderSign sign = orderer.shop().upstream().upstream().orderSign(method, path, response.status());
            return sign == OrderSign.AS_CONFIGURED ? route.createdBy(response.status()) : sign == OrderSign.CREATED;
        }

        @Override
        public void onFailure(boolean mayHaveReached) {
            ended();
            if (mayHaveReached) {
                slot.unknown();
            } else {
                slot.notCreated();
            }
        }
    }
}
