package io.foyer.loadtest.crowd;

import io.netty.handler.codec.http.FullHttpRequest;
import java.net.URI;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One buyer, from the first request to the last: arrive, poll as told, enter when called, think, order. Lives on one event loop.
 *
 * <p>The shop's page and the waiting page are told apart by what the buyer carries: with a pass it is the shop that answered; with
 * only a ticket it is the room.
 */
final class Buyer {
    private static final int FAILURES_MAX = 30;
    private static final int REFUSALS_MAX = 5;
    private static final long RETRY_MILLIS = 1_000;
    private static final String STATUS = "/_foyer/status";
    private static final String ORDER_FORM = "event=summer-final&seats=1";

    private final CrowdLoop loop;
    private final Habit habit;
    private final Credentials credentials = new Credentials();
    private final VisitLog log;
    private int pollsBeforeTurn;
    private int failures;
    private int refusalsInARow;
    private boolean inLine;
    private boolean gone;

    Buyer(CrowdLoop loop, Habit habit) {
        this.loop = loop;
        this.habit = habit;
        this.log = new VisitLog(habit);
        this.pollsBeforeTurn = 2 + loop.random().nextInt(4);
    }

    void arrive(long intendedNanos) {
        loop.counts().arrived.increment();
        log.joinSent(System.nanoTime());
        ask(RequestKind.ARRIVE, intendedNanos);
    }

    /** Ends the visit where it stands: the crowd is being closed. */
    void cut() {
        leave(Outcome.UNFINISHED);
    }

    private void ask(RequestKind kind, long intendedNanos) {
        send(new Step(this, kind, intendedNanos, this::page, this::atTheDoor, repeat -> ask(kind, repeat)));
    }

    private void atTheDoor(Step step, Answer answer) {
        learn(answer);
        if (isFromRoom(answer)) {
            toldToWait(step, answer);
        } else if (answer.isSuccess()) {
            entered(step);
        } else if (answer.isBuyersFault()) {
            loop.tally().error("status " + answer.status() + " at the door");
            leave(Outcome.GAVE_UP);
        } else {
            step.failed("status " + answer.status() + " at the door");
        }
    }

    private boolean isFromRoom(Answer answer) {
        return habit == Habit.API ? answer.roomStatus().isPresent() : credentials.hasTicket() && !credentials.hasPass();
    }

    private void toldToWait(Step step, Answer answer) {
        if (step.kind() == RequestKind.ARRIVE) {
            log.joined(step.sentNanos(), System.nanoTime());
        }
        log.toldToWait(step.sentNanos());
        joinLine();
        long waitMillis = answer.roomStatus()
                .map(StatusObject::nextPollMillis)
                .orElseGet(() -> 1_000 * answer.retryAfterSeconds());
        loop.after(waitMillis, this::poll);
    }

    private void poll(long intendedNanos) {
        if (gone) {
            return;
        }
        send(new Step(this, RequestKind.POLL, intendedNanos, this::status, this::onStatus, this::poll));
    }

    private void onStatus(Step step, Answer answer) {
        learn(answer);
        StatusObject status = answer.roomStatus().orElse(null);
        if (status == null) {
            step.failed("status " + answer.status() + " to a poll");
        } else if (status.mayEnter()) {
            log.called(System.nanoTime());
            ask(RequestKind.ENTER, System.nanoTime());
        } else if (status.placeIsLost()) {
            loop.tally().error("place lost");
            credentials.forget();
            ask(RequestKind.ENTER, System.nanoTime());
        } else {
            log.toldToWait(step.sentNanos());
            waitOn(status);
        }
    }

    private void waitOn(StatusObject status) {
        boolean turn = --pollsBeforeTurn == 0;
        if (turn && habit == Habit.LEAVER) {
            giveUp();
        } else if (turn && habit == Habit.RETURNER) {
            log.absent();
            loop.after(loop.plan().silence().toMillis(), this::poll);
        } else {
            loop.after(status.nextPollMillis(), this::poll);
        }
    }

    private void giveUp() {
        if (loop.random().nextBoolean()) {
            leave(Outcome.LEFT);
            return;
        }
        BiConsumer<Step, Answer> goodbye = (step, answer) -> leave(Outcome.LEFT);
        send(new Step(
                this, RequestKind.LEAVE, System.nanoTime(), this::leaving, goodbye, retry -> leave(Outcome.LEFT)));
    }

    private void entered(Step step) {
        if (step.kind() == RequestKind.ARRIVE) {
            log.joined(step.sentNanos(), System.nanoTime());
        }
        log.entered(System.nanoTime());
        leaveLine();
        loop.counts().entered.increment();
        if (log.knowsNumber() || !credentials.hasAny()) {
            browse();
        } else {
            // Let in at once: the place is only told by a status request.
            BiConsumer<Step, Answer> numbered = (asked, answer) -> {
                learn(answer);
                browse();
            };
            send(new Step(this, RequestKind.POLL, System.nanoTime(), this::status, numbered, retry -> browse()));
        }
    }

    private void browse() {
        boolean orders = loop.random().nextDouble() < loop.plan().orderShare();
        long thinkMillis = loop.plan().think().millis(loop.random());
        loop.after(thinkMillis, orders ? this::order : now -> leave(Outcome.BROWSED));
    }

    private void order(long intendedNanos) {
        if (!gone) {
            send(new Step(this, RequestKind.ORDER, intendedNanos, this::orderForm, this::onOrder, this::order));
        }
    }

    private void onOrder(Step step, Answer answer) {
        learn(answer);
        if (answer.createdOrder()) {
            refusalsInARow = 0;
            log.ordered(System.nanoTime());
            loop.counts().ordered.increment();
            confirm(answer.headers().get("Location", "/"));
        } else if (answer.isRefusal()) {
            refused(answer);
        } else {
            step.failed("status " + answer.status() + " to an order");
        }
    }

    private void refused(Answer answer) {
        log.refused();
        loop.tally().error("status " + answer.status() + " to the order of a buyer that is " + habit);
        if (++refusalsInARow > REFUSALS_MAX) {
            leave(Outcome.REFUSED);
        } else {
            loop.after(1_000 * answer.retryAfterSeconds(), this::order);
        }
    }

    private void confirm(String location) {
        Function<URI, FullHttpRequest> page = target -> Requests.page(target, location, credentials);
        send(new Step(
                this,
                RequestKind.CONFIRM,
                System.nanoTime(),
                page,
                (step, answer) -> confirmed(),
                retry -> confirmed()));
    }

    private void confirmed() {
        if (log.orders() < loop.plan().ordersPerBuyer()) {
            order(System.nanoTime());
        } else {
            leave(Outcome.ORDERED);
        }
    }

    private FullHttpRequest page(URI target) {
        String path = loop.plan().path();
        return habit == Habit.API ? Requests.json(target, path, credentials) : Requests.page(target, path, credentials);
    }

    private FullHttpRequest status(URI target) {
        return Requests.json(target, STATUS, credentials);
    }

    private FullHttpRequest leaving(URI target) {
        return Requests.form(target, "/_foyer/leave", "", credentials);
    }

    private FullHttpRequest orderForm(URI target) {
        return Requests.form(target, "/orders", ORDER_FORM, credentials);
    }

    private void learn(Answer answer) {
        failures = answer.status() >= 500 || answer.isBuyersFault() ? failures : 0;
        if (habit == Habit.API) {
            credentials.keepTicketOf(answer.headers());
        } else {
            credentials.keep(answer.headers());
        }
        answer.roomStatus().ifPresent(status -> {
            log.numbered(status.number());
            if (habit == Habit.API && status.ticket() != null) {
                credentials.keepBareTicket(status.ticket());
            }
        });
    }

    private void send(Step step) {
        if (!gone) {
            loop.send(step);
        }
    }

    /** A failed step is tried again after a second, until there were too many in a row. */
    void failed(Step step, String kind) {
        loop.tally().error(kind);
        log.absent();
        if (gone) {
            return;
        }
        if (++failures > FAILURES_MAX) {
            leave(Outcome.GAVE_UP);
        } else {
            loop.after(RETRY_MILLIS, step::again);
        }
    }

    CrowdLoop loop() {
        return loop;
    }

    private void joinLine() {
        if (!inLine) {
            inLine = true;
            loop.counts().waiting.increment();
        }
    }

    private void leaveLine() {
        if (inLine) {
            inLine = false;
            loop.counts().waiting.decrement();
        }
    }

    private void leave(Outcome outcome) {
        if (!gone) {
            gone = true;
            leaveLine();
            Visit visit = log.close(outcome);
            if (visit.enteredNanos() == null) {
                loop.counts().goneOutside.increment();
            }
            loop.gone(this, visit);
        }
    }
}
