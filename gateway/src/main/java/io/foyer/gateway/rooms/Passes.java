package io.foyer.gateway.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.Pass;
import io.foyer.admission.token.PassTerms;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.HeaderLines;
import io.foyer.gateway.limits.Allowance;
import io.foyer.gateway.limits.BoundedCache;
import io.foyer.gateway.limits.LimitTally;
import io.github.bucket4j.Bucket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The passes of those who shop: finds the one that a request brings, renews it in time, and gives new ones. Any event loop may
 * call.
 */
final class Passes {
    /** Passes of clients that bring a ticket only; one more drops the least used, which costs it one store call. */
    private static final int BY_TICKET_MAX = 100_000;

    /** Passes whose rate of requests is remembered; one more forgets the least used, which begins anew. */
    private static final int RATES_MAX = 100_000;

    private record PlaceInRoom(RoomId room, Place place) {}

    /** A ticket may have no place, or another one than the pass; its buyer is that of the pass. */
    private record BuyerInRoom(RoomId room, String buyer) {
        static BuyerInRoom of(Ticket ticket) {
            return new BuyerInRoom(ticket.room(), ticket.life().buyer());
        }

        static BuyerInRoom of(Pass pass) {
            return new BuyerInRoom(pass.room(), pass.buyer());
        }
    }

    private final Credentials credentials;
    private final SteadyClock clock;
    private final Cache<BuyerInRoom, PassMemo> byTicket;
    private final Cache<PlaceInRoom, Bucket> rates;

    Passes(Credentials credentials, SteadyClock clock, LimitTally tally) {
        this.credentials = credentials;
        this.clock = clock;
        this.byTicket = Caffeine.newBuilder()
                .maximumSize(BY_TICKET_MAX)
                .expireAfterAccess(Duration.ofHours(1))
                .<BuyerInRoom, PassMemo>evictionListener(
                        (buyer, memo, why) -> tally.left(BoundedCache.TICKET_PASSES, why))
                .build();
        this.rates = Caffeine.newBuilder()
                .maximumSize(RATES_MAX)
                .expireAfterAccess(Duration.ofMinutes(1))
                .<PlaceInRoom, Bucket>evictionListener((place, bucket, why) -> tally.left(BoundedCache.PASS_RATES, why))
                .build();
    }

    /** The pass that the request brings, good for the room: its own, or where that is enough one of any other room. */
    @Nullable
    PassMemo find(Exchange exchange, ShopState state, Room room, long now) {
        PassMemo known = exchange.memo().get() instanceof PassMemo memo && memo.shop() == state ? memo : null;
        CredentialReader reader = credentials.reader();
        PassMemo found = findCookie(reader, exchange, state, room, known, now);
        for (int i = state.rooms().size() - 1; i >= 0 && found == null; i--) {
            Room other = state.rooms().get(i);
            found = state.takesPass(room, other) ? findCookie(reader, exchange, state, other, known, now) : null;
        }
        return found != null ? found : findByTicket(reader, exchange, state, room, now);
    }

    private @Nullable PassMemo findCookie(
            CredentialReader reader,
            Exchange exchange,
            ShopState state,
            Room room,
            @Nullable PassMemo known,
            long now) {
        if (!reader.readPass(exchange, room, known, now)) {
            return null;
        }
        PassMemo remembered = reader.remembered();
        Pass pass = reader.pass();
        byte[] bytes = reader.passBytes();
        return remembered != null || pass == null || bytes == null
                ? remembered
                : remember(exchange, memo(exchange.isSecure(), state, room, pass, bytes));
    }

    private @Nullable PassMemo findByTicket(
            CredentialReader reader, Exchange exchange, ShopState state, Room room, long now) {
        Ticket ticket = reader.headerTicket(exchange.request(), room.id().shop(), now);
        if (ticket == null) {
            return null;
        }
        BuyerInRoom key = BuyerInRoom.of(ticket);
        PassMemo memo = byTicket.getIfPresent(key);
        if (memo == null || !memo.pass().isLiveAt(now) || memo.room() != room && !state.takesPass(room, memo.room())) {
            return null;
        }
        if (memo.shop() != state || memo.pass().needsRefreshAt(now)) {
            memo = signed(exchange, state, memo.room(), memo.pass().refreshed(now));
            byTicket.put(key, memo);
        }
        return memo;
    }

    /** How a request on a pass goes on; with a fresh pass when it is time for one. */
    Forwarding forwarding(Exchange exchange, PassMemo memo, long now) {
        if (!memo.pass().needsRefreshAt(now) || credentials.reader().bringsHeader(exchange.request())) {
            return memo.forwarding();
        }
        Forwarding renewed = memo.renewedAt(now);
        return renewed != null ? renewed : renew(exchange, memo, now);
    }

    private Forwarding renew(Exchange exchange, PassMemo memo, long now) {
        PassMemo fresh = signed(exchange, memo.shop(), memo.room(), memo.pass().refreshed(now));
        memo.room().heardPass(memo.pass().place(), now);
        Forwarding renewed = fresh.forwarding().with(cookieLine(exchange, fresh));
        memo.renew(fresh.pass(), renewed);
        return renewed;
    }

    /** The pass for a place that has been admitted. */
    Pass issue(ShopState state, Ticket ticket, Place place, long admittedAtSeconds) {
        ShopConfig.SessionConfig session = state.config().session();
        PassTerms terms = new PassTerms(session.idle(), session.max(), session.orders());
        return Pass.of(ticket, place, terms, admittedAtSeconds, clock.seconds());
    }

    /** Admits the bearer of a new pass. Who is not a browser may go on with the ticket alone. */
    PassMemo admit(Exchange exchange, ShopState state, Room room, Pass pass) {
        PassMemo memo = remember(exchange, signed(exchange, state, room, pass));
        if (!Answers.isForBrowser(exchange)) {
            byTicket.put(BuyerInRoom.of(pass), memo);
        }
        return memo;
    }

    /** What the buyer is given on the way in: the pass, and the ticket for a client that may keep no cookies. */
    byte[] entryLines(Exchange exchange, PassMemo memo, Ticket ticket) {
        byte[] pass = cookieLine(exchange, memo);
        return Answers.isForBrowser(exchange)
                ? pass
                : HeaderLines.join(pass, "Foyer-Ticket: " + credentials.reader().sign(ticket) + "\r\n");
    }

    /** A place was given up: this gateway forgets what it remembers of it. */
    void forget(Exchange exchange, @Nullable Ticket ticket) {
        exchange.memo().set(null);
        if (ticket != null) {
            byTicket.invalidate(BuyerInRoom.of(ticket));
        }
    }

    private PassMemo remember(Exchange exchange, PassMemo memo) {
        exchange.memo().set(memo);
        memo.room().heardPass(memo.place(), clock.seconds());
        return memo;
    }

    private PassMemo signed(Exchange exchange, ShopState state, Room room, Pass pass) {
        return memo(
                exchange.isSecure(),
                state,
                room,
                pass,
                credentials.reader().codec().sign(pass));
    }

    /** @param bytes the pass as it comes in a cookie, which may be signed with an older key than the newest */
    private PassMemo memo(boolean secure, ShopState state, Room room, Pass pass, byte[] bytes) {
        BuyerInRoom buyer = BuyerInRoom.of(pass);
        PassWatcher watcher = new PassWatcher(
                state.shop(), room, pass, room.cookies().clearLines(secure), () -> byTicket.invalidate(buyer));
        return new PassMemo(state, room, pass, bytes, watcher, allowance(state, pass));
    }

    private Allowance allowance(ShopState state, Pass pass) {
        int rate = state.config().session().requestsPerSecond();
        return rate == 0
                ? Allowance.UNLIMITED
                : new Allowance(
                        rates.get(new PlaceInRoom(pass.room(), pass.place()), place -> Allowance.bucketOf(rate)));
    }

    private byte[] cookieLine(Exchange exchange, PassMemo memo) {
        boolean secure = exchange.isSecure();
        String token = new String(memo.cookie(), StandardCharsets.US_ASCII);
        long left = Math.max(1, memo.pass().hardAtSeconds() - clock.seconds());
        return CookieNames.setLine(memo.room().cookies().pass(secure), token, left, secure)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
