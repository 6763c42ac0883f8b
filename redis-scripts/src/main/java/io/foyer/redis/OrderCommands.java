package io.foyer.redis;

import io.foyer.admission.line.CheckoutTimes;
import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderMemory;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.ShareReply;
import io.foyer.admission.line.ShareRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The commands about orders: their slots in the windows of the shop, and what gateways may let through by themselves. */
final class OrderCommands {
    private final ScriptRunner runner;
    private final LineScripts scripts;

    OrderCommands(ScriptRunner runner, LineScripts scripts) {
        this.runner = runner;
        this.scripts = scripts;
    }

    CompletionStage<List<OrderVerdict>> reserve(RoomId room, OrderBatch batch) {
        Arguments arguments = new Arguments(scripts.reserveOrders())
                .with("perMinute", batch.limits().perMinute())
                .with("per5s", batch.limits().per5s())
                .with("leaseMillis", batch.limits().leaseMillis());
        for (OrderBatch.Order order : batch.orders()) {
            arguments.more(order.id()).more(order.number()).more(order.credit());
        }
        return runner.call(scripts.reserveOrders(), new RoomKeys(room, batch.era()), arguments)
                .thenApply(reply -> readVerdicts(reply, batch.orders().size()));
    }

    private static List<OrderVerdict> readVerdicts(Reply reply, int count) {
        if (!reply.word().equals("verdicts")) {
            throw reply.unknown();
        }
        List<OrderVerdict> verdicts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            OrderVerdict.Kind kind = OrderVerdict.Kind.values()[(int) reply.number()];
            verdicts.add(new OrderVerdict(kind, reply.number(), reply.number()));
        }
        return verdicts;
    }

    CompletionStage<Boolean> teach(RoomId room, OrderMemory memory) {
        Arguments arguments = new Arguments(scripts.teachOrders())
                .with("gateway", memory.gateway())
                .with("isWitness", memory.isWitness() ? 1 : 0)
                .with("closedMillis", memory.closedMillis())
                .with("isLast", memory.isLast() ? 1 : 0)
                .with("names", memory.gateways().size());
        memory.gateways().forEach(arguments::more);
        for (OrderMemory.LetThrough order : memory.orders()) {
            arguments.more(order.id()).more(order.number()).more(order.ageMillis());
        }
        return runner.call(scripts.teachOrders(), new RoomKeys(room, memory.era()), arguments)
                .thenApply(reply -> {
                    if (!reply.word().equals("taught")) {
                        throw reply.unknown();
                    }
                    return reply.number() != 0;
                });
    }

    CompletionStage<Void> settle(RoomId room, List<OrderResult> results) {
        CompletableFuture<?>[] calls =
                results.stream().collect(Collectors.groupingBy(OrderResult::era)).entrySet().stream()
                        .map(entry -> settle(room, entry.getKey(), entry.getValue()))
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(calls);
    }

    private CompletableFuture<Void> settle(RoomId room, long era, List<OrderResult> results) {
        Arguments arguments = new Arguments(scripts.settleOrders());
        for (OrderResult result : results) {
            arguments
                    .more(result.id())
                    .more(result.number())
                    .more(result.kind().ordinal())
                    .more(CheckoutTimes.binOf(result.checkoutSeconds()));
        }
        return runner.call(scripts.settleOrders(), new RoomKeys(room, era), arguments)
                .thenAccept(Reply::expectOk)
                .toCompletableFuture();
    }

    CompletionStage<ShareReply> keepShare(RoomId room, ShareRequest request) {
        Arguments arguments = new Arguments(scripts.keepShare())
                .with("gateway", request.gateway())
                .with("heardAt", request.heardAtMillis())
                .with("share", request.millionths())
                .with("state", request.state().ordinal())
                .with("leaseMillis", request.leaseMillis());
        return runner.call(scripts.keepShare(), new RoomKeys(room, 0), arguments)
                .thenApply(reply -> {
                    if (!reply.word().equals("kept")) {
                        throw reply.unknown();
                    }
                    return new ShareReply(Math.toIntExact(reply.number()), reply.number());
                });
    }
}
