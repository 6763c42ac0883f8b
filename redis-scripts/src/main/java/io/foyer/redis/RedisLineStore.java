package io.foyer.redis;

import io.foyer.admission.line.CallNow;
import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.CallReply;
import io.foyer.admission.line.GrantMemory;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.JoinBlock;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.Lobby;
import io.foyer.admission.line.LobbyCall;
import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderMemory;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RedeemReply;
import io.foyer.admission.line.Redemption;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.ShareReply;
import io.foyer.admission.line.ShareRequest;
import io.foyer.admission.line.StoreUnavailableException;
import io.foyer.admission.line.SyncReply;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The line's commands as script calls: keys and arguments on the way out, status words on the way back. */
final class RedisLineStore implements LineStore {
    /** A bit for each of the numbers that an era may have. */
    private static final long PRESENCE_BYTES_MAX = 12_500_001;

    private final ScriptRunner runner;
    private final LineScripts scripts;
    private final RedisSettings settings;
    private final OrderCommands orders;

    RedisLineStore(ScriptRunner runner, LineScripts scripts, RedisSettings settings) {
        this.settings = settings;
        this.runner = runner;
        this.scripts = scripts;
        orders = new OrderCommands(runner, scripts);
    }

    @Override
    public CompletionStage<JoinReply> join(RoomId room, JoinBlock block, RoomTerms terms) {
        Arguments arguments = new Arguments(scripts.joinLine())
                .with("gateway", block.gateway())
                .with("sequence", block.sequence())
                .with("size", block.size())
                .with("era", block.era());
        withPlan(arguments, terms.plan());
        return runner.call(scripts.joinLine(), new RoomKeys(room, block.era()), arguments)
                .<JoinReply>thenApply(reply -> switch (reply.word()) {
                    case "joined" ->
                        new JoinReply.Joined(
                                new Place(block.era(), reply.number()),
                                Math.toIntExact(reply.number()),
                                reply.text(),
                                reply.number(),
                                reply.number());
                    case "closed" -> new JoinReply.NotOpen();
                    default -> throw reply.unknown();
                })
                .thenCompose(this::onceReplicated);
    }

    /** A place counts when enough replicas hold it: one WAIT a block. Without them nobody is told a number. */
    private CompletionStage<JoinReply> onceReplicated(JoinReply reply) {
        int wanted = settings.minReplicas();
        boolean isJoined = reply.fold(joined -> true, notOpen -> false);
        if (wanted == 0 || !isJoined) {
            return CompletableFuture.completedStage(reply);
        }
        long withinMillis = Math.max(1, settings.timeout().toMillis() * 3 / 4);
        return runner.replicated(wanted, withinMillis).handle((held, failure) -> {
            if (failure != null || held < wanted) {
                throw new StoreUnavailableException(
                        failure != null
                                ? "no answer from the store"
                                : "held by " + held + " of " + wanted + " replicas",
                        failure);
            }
            return reply;
        });
    }

    @Override
    public CompletionStage<SyncReply> sync(RoomId room, Heartbeat heartbeat, RoomTerms terms) {
        Limits limits =
                new Limits(terms.absentAfter().toMillis(), terms.sessionIdle().toMillis());
        return syncRoom(room, heartbeat, limits, null);
    }

    @Override
    public CompletionStage<SyncReply> settle(RoomId room, Heartbeat heartbeat, SettleTimes times) {
        return syncRoom(room, heartbeat, Limits.NONE, times);
    }

    /** How long one who is silent counts as there; 0: nobody ages now. */
    private record Limits(long absentAfterMillis, long sessionIdleMillis) {
        static final Limits NONE = new Limits(0, 0);
    }

    private CompletionStage<SyncReply> syncRoom(
            RoomId room, Heartbeat heartbeat, Limits limits, @Nullable SettleTimes settle) {
        return runner.call(
                        scripts.syncRoom(),
                        new RoomKeys(room, heartbeat.era()),
                        syncArguments(heartbeat, limits, settle))
                .thenCompose(reply -> readSync(reply, era -> {
                    Heartbeat silent = Heartbeat.silent(heartbeat.gateway(), era, heartbeat.known());
                    return syncRoom(room, silent, limits, null);
                }));
    }

    private Arguments syncArguments(Heartbeat heartbeat, Limits limits, @Nullable SettleTimes settle) {
        Known known = heartbeat.known();
        long[] present = heartbeat.present();
        Arguments arguments = new Arguments(scripts.syncRoom())
                .with("gateway", heartbeat.gateway())
                .with("era", heartbeat.era())
                .with("knownEra", known.era())
                .with("knownServingEra", known.serving().era())
                .with("knownServing", known.serving().number())
                .with("knownHeardAt", known.heardAtMillis())
                .with("absentAfterMillis", limits.absentAfterMillis())
                .with("sessionIdleMillis", limits.sessionIdleMillis())
                .with("settleSoon", settle == null ? "" : Long.toString(settle.soonMillis()))
                .with("settleFull", settle == null ? "" : Long.toString(settle.fullMillis()))
                .with("highs", known.highest().size())
                .with("presents", present.length);
        known.highest().forEach((era, number) -> arguments.more(era).more(number));
        for (long number : present) {
            arguments.more(number);
        }
        for (long number : heartbeat.active()) {
            arguments.more(number);
        }
        return arguments;
    }

    /** The keys of an era can only be named once it is known, so a gateway that believes in another asks twice. */
    private static CompletionStage<SyncReply> readSync(Reply reply, Function<Long, CompletionStage<SyncReply>> inEra) {
        return switch (reply.word()) {
            case "open" -> CompletableFuture.completedStage(new SyncReply.Open(SnapshotReader.read(reply)));
            case "era" -> inEra.apply(reply.number());
            case "none" -> CompletableFuture.completedStage(new SyncReply.NoEra());
            case "settling" -> CompletableFuture.completedStage(new SyncReply.Settling(reply.number()));
            default -> throw reply.unknown();
        };
    }

    @Override
    public CompletionStage<CallReply> callNext(RoomId room, long servingEra, CallPlan plan, RoomTerms terms) {
        Arguments arguments = new Arguments(scripts.callNext())
                .with("servingEra", servingEra)
                .with("callsPerSecond", Double.toString(plan.callsPerSecond()))
                .with("burst", Double.toString(plan.burst()))
                .with("headroom", plan.headroom().calls())
                .with("calledBefore", plan.headroom().calledBefore())
                .with("sliceMillis", plan.sliceMillis())
                .with("keepMillis", terms.keep().toMillis());
        withPlan(arguments, terms.plan());
        return runner.call(scripts.callNext(), new RoomKeys(room, servingEra), arguments)
                .thenApply(reply -> switch (reply.word()) {
                    case "open" -> new CallReply(true, reply.number(), reply.number(), reply.number());
                    case "closed" -> CallReply.notOpen();
                    default -> throw reply.unknown();
                });
    }

    @Override
    public CompletionStage<CallNowReply> callNow(RoomId room, CallNow call, RoomTerms terms) {
        Arguments arguments = new Arguments(scripts.callNow())
                .with("servingEra", call.servingEra())
                .with("request", call.request())
                .with("calls", call.calls());
        withPlan(arguments, terms.plan());
        return runner.call(scripts.callNow(), new RoomKeys(room, call.servingEra()), arguments)
                .thenApply(reply -> switch (reply.word()) {
                    case "called" -> readCallNow(CallNowReply.Outcome.CALLED, reply);
                    case "before" -> readCallNow(CallNowReply.Outcome.CALLED_BEFORE, reply);
                    case "elsewhere" -> readCallNow(CallNowReply.Outcome.ELSEWHERE, reply);
                    case "early" -> readCallNow(CallNowReply.Outcome.EARLY, reply);
                    case "over" -> readCallNow(CallNowReply.Outcome.OVER, reply);
                    case "closed" -> CallNowReply.notOpen();
                    default -> throw reply.unknown();
                });
    }

    private static CallNowReply readCallNow(CallNowReply.Outcome outcome, Reply reply) {
        return new CallNowReply(
                outcome, reply.number(), new CallReply(true, reply.number(), reply.number(), reply.number()));
    }

    @Override
    public CompletionStage<Lobby> lobby(RoomId room, LobbyCall call) {
        Arguments arguments = new Arguments(scripts.holdLobby())
                .with("opensAt", call.plan().lobbyOpensMillis())
                .with("startsAt", call.plan().startsMillis())
                .with("commitment", call.commitment())
                .with("knownSale", call.known().sale())
                .with("knownCommitment", call.known().commitment())
                .with("knownSize", call.known().size())
                .with("knownDrawEra", call.known().drawEra())
                .with("drawingMillis", call.drawingMillis());
        return runner.call(scripts.holdLobby(), new RoomKeys(room, 0), arguments)
                .thenApply(RedisLineStore::readLobby);
    }

    private static Lobby readLobby(Reply reply) {
        if (!reply.word().equals("lobby")) {
            throw reply.unknown();
        }
        long sale = reply.number();
        String commitment = reply.text();
        long size = reply.number();
        long drawEra = reply.number();
        boolean isDrawing = reply.number() != 0;
        List<Long> eras = Arrays.stream(reply.longs()).boxed().toList();
        return new Lobby(sale, commitment, size, drawEra, eras, isDrawing);
    }

    @Override
    public CompletionStage<byte[]> presence(RoomId room, long era) {
        Arguments arguments = new Arguments(scripts.readPresence()).with("bytesMax", PRESENCE_BYTES_MAX);
        return runner.call(scripts.readPresence(), new RoomKeys(room, era), arguments)
                .thenApply(reply -> {
                    if (!reply.word().equals("present")) {
                        throw reply.unknown();
                    }
                    return reply.bytes();
                });
    }

    @Override
    public CompletionStage<Void> carryPresence(RoomId room, long drawEra, byte[] present) {
        Arguments arguments =
                new Arguments(scripts.carryPresence()).with("drawEra", drawEra).with("carried", present);
        return runner.call(scripts.carryPresence(), new RoomKeys(room, drawEra), arguments)
                .thenAccept(Reply::expectOk);
    }

    @Override
    public CompletionStage<RedeemReply> redeem(RoomId room, Redemption redemption) {
        Arguments arguments = new Arguments(scripts.redeemCode())
                .with("usesMax", redemption.uses())
                .with("endsAt", redemption.endsAtMillis())
                .with("buyer", redemption.buyer())
                .with("place", redemption.place());
        return runner.call(scripts.redeemCode(), new RoomKeys(room, 0, redemption.code()), arguments)
                .thenApply(reply -> switch (reply.word()) {
                    case "free" -> new RedeemReply(RedeemReply.Outcome.FREE, "");
                    case "placed" -> new RedeemReply(RedeemReply.Outcome.PLACED, reply.text());
                    case "used" -> new RedeemReply(RedeemReply.Outcome.USED_UP, "");
                    case "ended" -> new RedeemReply(RedeemReply.Outcome.ENDED, "");
                    default -> throw reply.unknown();
                });
    }

    @Override
    public CompletionStage<GrantReply> grant(RoomId room, Place place, RoomTerms terms) {
        Arguments arguments = new Arguments(scripts.grantPass())
                .with("era", place.era())
                .with("number", place.number())
                .with("keepMillis", terms.keep().toMillis())
                .with("sessionMaxMillis", terms.sessionMax().toMillis());
        withTimes(arguments, terms.plan());
        return runner.call(scripts.grantPass(), new RoomKeys(room, place.era()), arguments)
                .thenApply(reply -> switch (reply.word()) {
                    case "admitted" -> new GrantReply.Admitted(reply.number());
                    case "waiting" -> new GrantReply.NotCalled();
                    case "soon" -> new GrantReply.Soon();
                    case "over" -> new GrantReply.Over();
                    default -> throw reply.unknown();
                });
    }

    @Override
    public CompletionStage<Void> end(RoomId room, Place place) {
        Arguments arguments =
                new Arguments(scripts.endTicket()).with("era", place.era()).with("number", place.number());
        return runner.call(scripts.endTicket(), new RoomKeys(room, place.era()), arguments)
                .thenAccept(Reply::expectOk);
    }

    @Override
    public CompletionStage<Void> pause(RoomId room, boolean paused) {
        Arguments arguments = new Arguments(scripts.pauseRoom()).with("paused", paused ? 1 : 0);
        return runner.call(scripts.pauseRoom(), new RoomKeys(room, 0), arguments)
                .thenAccept(Reply::expectOk);
    }

    @Override
    public CompletionStage<Void> teachGrants(RoomId room, long era, List<GrantMemory> grants) {
        Arguments arguments = new Arguments(scripts.teachGrants()).with("era", era);
        for (GrantMemory grant : grants) {
            arguments.more(grant.number()).more(grant.admittedAtMillis()).more(grant.isUsedUp() ? 1 : 0);
        }
        return runner.call(scripts.teachGrants(), new RoomKeys(room, era), arguments)
                .thenAccept(Reply::expectOk);
    }

    @Override
    public CompletionStage<List<OrderVerdict>> reserveOrders(RoomId room, OrderBatch batch) {
        return orders.reserve(room, batch);
    }

    @Override
    public CompletionStage<Boolean> teachOrders(RoomId room, OrderMemory memory) {
        return orders.teach(room, memory);
    }

    @Override
    public CompletionStage<Void> settleOrders(RoomId room, List<OrderResult> results) {
        return orders.settle(room, results);
    }

    @Override
    public CompletionStage<ShareReply> keepShare(RoomId room, ShareRequest request) {
        return orders.keepShare(room, request);
    }

    private static void withPlan(Arguments arguments, SalePlan plan) {
        withTimes(arguments, plan).with("lobbyOpensAt", plan.isDrawn() ? plan.lobbyOpensMillis() : 0);
    }

    private static Arguments withTimes(Arguments arguments, SalePlan plan) {
        return arguments.with("startsAt", plan.startsMillis()).with("endsAt", plan.hasEnd() ? plan.endsMillis() : 0);
    }
}
