package io.foyer.gateway.rooms;

import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.limits.Limit;
import io.foyer.gateway.pages.Fault;

/**
 * Turns requests away: one too many, one that there is no memory for, or one that may not have what it asks for. Any event loop
 * may call.
 */
final class Refusals {
    private static final String COME_BACK = "Refresh: 10\r\n";

    private final Answers answers;
    private final Guard guard;

    Refusals(Answers answers, Guard guard) {
        this.answers = answers;
        this.guard = guard;
    }

    /** Whether the request is one too many of its address; then it has been answered. */
    boolean isTooMany(Exchange exchange) {
        if (exchange.isWithinRate()) {
            return false;
        }
        limited(exchange);
        return true;
    }

    /** Whether the request is one too many on its pass; then it has been answered. */
    boolean isTooMany(Exchange exchange, PassMemo pass) {
        if (pass.isWithinRate()) {
            return false;
        }
        guard.tally().reached(Limit.REQUESTS_PER_PASS, exchange.clientAddress());
        limited(exchange);
        return true;
    }

    private void limited(Exchange exchange) {
        exchange.decided(Decision.LIMITED);
        exchange.answer(answers.fault(exchange, Fault.TOO_MANY_REQUESTS));
    }

    /** Whether one without a pass is turned away for want of memory; then it has been answered. */
    boolean isShed(Exchange exchange) {
        if (!guard.overload().shedsWaiting()) {
            return false;
        }
        shed(exchange, Limit.OVERLOAD_WAITING);
        return true;
    }

    /** Whether a newcomer is turned away for want of memory; then it has been answered. */
    boolean isNewcomerShed(Exchange exchange) {
        if (!guard.overload().shedsNewcomers()) {
            return false;
        }
        shed(exchange, Limit.OVERLOAD_NEWCOMERS);
        return true;
    }

    /** With the smallest answer there is. A browser comes back by itself. */
    private void shed(Exchange exchange, Limit limit) {
        guard.tally().reached(limit, exchange.clientAddress());
        exchange.decided(Decision.SHED);
        exchange.answer(answers.fault(exchange, Fault.TOO_BUSY).with(COME_BACK));
    }

    /** @param lines more header lines, or empty */
    void refuse(Exchange exchange, Fault why, String lines) {
        exchange.decided(Decision.REFUSED);
        exchange.answer(answers.fault(exchange, why).with(lines));
    }
}
