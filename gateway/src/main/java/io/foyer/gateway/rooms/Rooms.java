package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.config.FoyerConfig;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.crawlers.Crawlers;
import io.foyer.gateway.edge.TurnClock;
import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.exchange.ShopUpstream;
import io.foyer.gateway.health.Pulses;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.pages.ErrorPages;
import io.foyer.gateway.routing.HostTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All shops of this gateway with their rooms. Opening starts the rooms thread; the store need not be there yet. A reload
 * and {@link #close} may come from any thread, one at a time.
 */
public final class Rooms implements AutoCloseable {
    /** The serving position moves at most once in this time. */
    static final long SLICE_MILLIS = 250;

    private static final long SYNC_MILLIS = 1_000;

    private final SteadyClock clock;
    private final RoomSetting setting;
    private final RoomEvents events;
    private final Answers answers;
    private final Credentials credentials;
    private final FrontDoor frontDoor;
    private final Map<String, Shop> shops = new HashMap<>();
    private final Optional<MemoryKeeper> memory;
    private final Map<RoomId, Known> remembered;
    private volatile KeyRing keys;
    private volatile List<Shop> inForce = List.of();

    /**
     * The two clocks that buyers are judged by.
     *
     * @param nanos monotonic
     * @param millis since 1970
     */
    public record Clocks(LongSupplier nanos, LongSupplier millis) {
        public static final Clocks SYSTEM = new Clocks(TurnClock::nanoTime, System::currentTimeMillis);
    }

    /** @param upstreams the upstream of each shop of the config */
    public Rooms(
            FoyerConfig config,
            LineStore store,
            Function<ShopConfig, ShopUpstream> upstreams,
            RoomEvents events,
            Guard guard,
            Pulses pulses,
            Clocks clocks,
            Crawlers crawlers) {
        this.keys = config.signing().keys();
        this.clock = new SteadyClock(clocks.nanos(), clocks.millis());
        this.setting = new RoomSetting(
                instance(config.node().id()),
                store,
                new RoomsThread(),
                clocks.nanos(),
                clock::seconds,
                pulses,
                config.signing().isNew(),
                () -> keys,
                crawlers);
        this.events = events;
        this.memory = config.node().memoryFile().map(MemoryKeeper::new);
        this.remembered = memory.map(MemoryKeeper::load).orElse(Map.of());
        this.answers = new Answers(new ErrorPages(config.page().languages()));
        this.credentials = new Credentials(keys);
        Desk desk = new Desk(
                clock,
                answers,
                new Refusals(answers, guard),
                new Entrance(guard.tally()),
                new Tickets(config.node().id(), credentials, clock),
                new Passes(credentials, clock, guard.tally()));
        Lanes lanes = new Lanes(desk);
        this.frontDoor = new FrontDoor(
                desk, new Admission(desk, lanes), new OwnPaths(desk, lanes), hosts(config, upstreams), config.trace());
    }

    /** The name of this process towards the store: two that were given one id by mistake must not take each other's blocks. */
    private static String instance(String node) {
        return node + "-" + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);
    }

    /** Starts to sync and to call. */
    public void start() {
        memory.ifPresent(keeper -> keeper.keep(this::known));
        inForce.forEach(shop -> setting.roomsThread().execute(shop::sync));
        setting.roomsThread().every(() -> inForce.forEach(Shop::slice), SLICE_MILLIS);
        setting.roomsThread().every(() -> inForce.forEach(Shop::sync), SYNC_MILLIS);
        setting.roomsThread().every(clock::follow, SteadyClock.FOLLOW_EVERY_MILLIS);
    }

    private Map<RoomId, Known> known() {
        Map<RoomId, Known> known = new HashMap<>();
        inForce.forEach(shop -> shop.state()
                .rooms()
                .forEach(room -> known.put(room.id(), room.memory().known())));
        return known;
    }

    /** Completes when newcomers can be numbered in all rooms that the start's config has. */
    public CompletionStage<Void> opened() {
        return CompletableFuture.allOf(inForce.stream()
                .flatMap(shop -> shop.state().rooms().stream())
                .map(room -> room.opened().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** What decides every buyer's request. */
    public RequestHandler frontDoor() {
        return frontDoor;
    }

    /** Puts a config in force: nobody's place is touched. */
    public void use(FoyerConfig config, Function<ShopConfig, ShopUpstream> upstreams) {
        answers.use(new ErrorPages(config.page().languages()));
        keys = config.signing().keys();
        credentials.use(keys);
        frontDoor.use(hosts(config, upstreams), config.trace());
    }

    private HostTable<Shop> hosts(FoyerConfig config, Function<ShopConfig, ShopUpstream> upstreams) {
        List<Shop> all = new ArrayList<>();
        HostTable<Shop> table = new HostTable<>(config.shops(), shopConfig -> {
            ShopPages pages = ShopPages.of(config.page(), shopConfig);
            Shop shop = shopFor(shopConfig, upstreams.apply(shopConfig), pages);
            all.add(shop);
            return shop;
        });
        inForce = List.copyOf(all);
        return table;
    }

    private Shop shopFor(ShopConfig config, ShopUpstream upstream, ShopPages pages) {
        Shop known = shops.get(config.name());
        if (known != null) {
            known.use(config, upstream, pages);
            return known;
        }
        Shop made = new Shop(config, upstream, pages, setting, events);
        shops.put(config.name(), made);
        made.state().rooms().forEach(room -> room.memory().learn(remembered.getOrDefault(room.id(), Known.NOTHING)));
        return made;
    }

    /** Stops or resumes the calls of a room. */
    public CompletionStage<Void> pause(RoomId room, boolean paused) {
        return setting.store().pause(room, paused);
    }

    /** Calls so many more of a room at once, beside the pace. */
    public CompletionStage<CallNowReply> callNow(RoomId room, String request, int calls) {
        return inForce.stream()
                .flatMap(shop -> shop.state().rooms().stream())
                .filter(candidate -> candidate.id().equals(room))
                .findFirst()
                .map(found -> found.callNow(request, calls))
                .orElseGet(() -> CompletableFuture.completedStage(CallNowReply.notOpen()));
    }

    /** How the shops in force stand, for operators. Any thread. */
    public List<ShopReport> report() {
        return inForce.stream().map(Shop::report).toList();
    }

    @Override
    public void close() {
        memory.ifPresent(MemoryKeeper::close);
        setting.roomsThread().finish(() -> shops.values().forEach(Shop::leave));
    }
}
