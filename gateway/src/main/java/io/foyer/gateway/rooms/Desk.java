package io.foyer.gateway.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.BuyerIds;
import io.foyer.admission.token.Invitation;
import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.Pass;
import io.foyer.admission.token.PassTerms;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.token.TokenCodec;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.limits.Allowance;
import io.foyer.gateway.limits.BoundedCache;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.limits.Limit;
import io.foyer.gateway.pages.Fault;
import io.github.bucket4j.Bucket;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what buyers bring and writes what they are given: tickets, passes and their cookies. Any event loop may call; each
 * has a codec of its own.
 */
final class Desk {
    /** Passes of clients that bring a ticket only; one more drops the least used, which costs it one store call. */
    private static final int TICKET_PASSES_MAX = 100_000;

    /** Passes whose rate of requests is remembered; one more forgets the least used, which begins anew. */
    private static final int PASS_RATES_MAX = 100_000;

    /** A ticket is of no use this long after its buyer was last heard from. */
    private static final long TICKET_USEFUL_SECONDS = Duration.ofDays(2).toSeconds();

    /** A ticket that was signed less than this ago is not signed again, unless its place has been called since. */
    private static final long TICKET_FRESH_SECONDS = 30;

    private static final String COME_BACK = "Refresh: 10\r\n";

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

    private final String gateway;
    private final Answers answers;
    private final Guard guard;
    private final Entrance entrance;
    private final BuyerIds buyers = new BuyerIds(new SecureRandom());
    private final Cache<BuyerInRoom, PassMemo> ticketPasses;
    private final LongSupplier millisClock;
    private final Cache<PlaceInRoom, Bucket> passRates;
    private volatile FastThreadLocal<CredentialReader> readers;

    /** @param millisClock since 1970 */
    Desk(String gateway, KeyRing keys, Answers answers, Guard guard, LongSupplier millisClock) {
        this.gateway = gateway;
        this.millisClock = millisClock;
        this.answers = answers;
        this.guard = guard;
        this.entrance = new Entrance(guard.tally());
        this.ticketPasses = Caffeine.newBuilder()
                .maximumSize(TICKET_PASSES_MAX)
                .expireAfterAccess(Duration.ofHours(1))
                .<BuyerInRoom, PassMemo>evictionListener(
                        (buyer, memo, why) -> guard.tally().left(BoundedCache.TICKET_PASSES, why))
                .build();
        this.passRates = Caffeine.newBuilder()
                .maximumSize(PASS_RATES_MAX)
                .expireAfterAccess(Duration.ofMinutes(1))
                .<PlaceInRoom, Bucket>evictionListener(
                        (place, bucket, why) -> guard.tally().left(BoundedCache.PASS_RATES, why))
                .build();
        this.readers = readersFor(keys);
    }

    /** Tokens are signed and verified with these keys from now on. */
    void use(KeyRing keys) {
        readers = readersFor(keys);
    }

    private static FastThreadLocal<CredentialReader> readersFor(KeyRing keys) {
        return new FastThreadLocal<>() {
            @Override
            protected CredentialReader initialValue() {
                return new CredentialReader(new TokenCodec(keys));
            }
        };
    }

    Answers answers() {
        return answers;
    }

    Guard guard() {
        return guard;
    }

    Entrance entrance() {
        return entrance;
    }

    /** Whether the request is one too many of its address; then it has been answered. */
    boolean isRefused(Exchange exchange) {
        if (exchange.isWithinRate()) {
            return false;
        }
        limited(exchange);
        return true;
    }

    void limited(Exchange exchange) {
        exchange.decided(Decision.LIMITED);
        exchange.answer(answers.fault(exchange, Fault.TOO_MANY_REQUESTS));
    }

    /** Turns somebody away for want of memory, with the smallest answer there is. A browser comes back by itself. */
    void shed(Exchange exchange, Limit limit) {
        guard.tally().reached(limit, exchange.clientAddress());
        exchange.decided(Decision.SHED);
        Answer busy = answers.fault(exchange, Fault.TOO_BUSY);
        exchange.answer(new Answer(busy.status(), Answers.join(busy.headerLines(), COME_BACK), busy.body()));
    }

    /** Whether one without a pass is turned away; then it has been answered. */
    boolean isShed(Exchange exchange) {
        if (!guard.overload().shedsWaiting()) {
            return false;
        }
        shed(exchange, Limit.OVERLOAD_WAITING);
        return true;
    }

    /** Whether a newcomer is turned away; then it has been answered. */
    boolean isNewcomerShed(Exchange exchange) {
        if (!guard.overload().shedsNewcomers()) {
            return false;
        }
        shed(exchange, Limit.OVERLOAD_NEWCOMERS);
        return true;
    }

    long nowMillis() {
        return millisClock.getAsLong();
    }

    long nowSeconds() {
        return millisClock.getAsLong() / 1_000;
    }

    /** The pass that the request brings, good for the room: its own, or where that is enough one of any other room. */
    @Nullable
    PassMemo findPass(Exchange exchange, ShopState state, Room room, long now) {
        PassMemo known = exchange.memo().get() instanceof PassMemo memo && memo.shop() == state ? memo : null;
        CredentialReader reader = readers.get();
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
        return remembered != null || pass == null ? remembered : remember(exchange, state, room, pass);
    }

    private @Nullable PassMemo findByTicket(
            CredentialReader reader, Exchange exchange, ShopState state, Room room, long now) {
        Ticket ticket = reader.headerTicket(exchange.request(), room.id().shop(), now);
        if (ticket == null) {
            return null;
        }
        BuyerInRoom key = BuyerInRoom.of(ticket);
        PassMemo memo = ticketPasses.getIfPresent(key);
        if (memo == null || !memo.pass().isLiveAt(now) || memo.room() != room && !state.takesPass(room, memo.room())) {
            return null;
        }
        if (memo.shop() != state || memo.pass().needsRefreshAt(now)) {
            memo = memo(exchange.isSecure(), state, memo.room(), memo.pass().refreshed(now));
            ticketPasses.put(key, memo);
        }
        return memo;
    }

    /** The ticket that the Authorization header brings, of any room of the shop. */
    @Nullable
    Ticket headerTicket(Exchange exchange, ShopState state) {
        return readers.get().headerTicket(exchange.request(), state.config().name(), nowSeconds());
    }

    /** A place was given up: this gateway forgets what it remembers of it. */
    void forget(Exchange exchange, @Nullable Ticket ticket) {
        exchange.memo().set(null);
        if (ticket != null) {
            ticketPasses.invalidate(BuyerInRoom.of(ticket));
        }
    }

    /** The ticket that the request brings for the room. */
    @Nullable
    Ticket findTicket(Exchange exchange, Room room, long now) {
        CredentialReader reader = readers.get();
        Ticket inHeader = reader.headerTicket(exchange.request(), room.id().shop(), now);
        if (inHeader != null && inHeader.room().equals(room.id())) {
            return room.current(inHeader);
        }
        Ticket inCookie = reader.cookieTicket(exchange, room, ticketMemo(exchange, reader), now);
        byte[] verified = reader.verifiedBytes();
        if (inCookie != null && verified != null) {
            exchange.memo().set(new TicketMemo(reader, verified, inCookie));
        }
        return room.current(inCookie);
    }

    /** Whether the buyer brought the ticket just as it is now. */
    boolean isAsBrought(Exchange exchange, Ticket.Numbered ticket) {
        TicketMemo memo = ticketMemo(exchange, readers.get());
        return memo == null ? ticket.lot() == null : memo.holds(ticket);
    }

    private static @Nullable TicketMemo ticketMemo(Exchange exchange, CredentialReader reader) {
        return exchange.memo().get() instanceof TicketMemo memo && memo.isOf(reader) ? memo : null;
    }

    /** The holder of a valid ticket was heard from: noted once a second, which is how often the store is told. */
    void heard(Exchange exchange, Room room, Ticket.Numbered ticket) {
        TicketMemo memo = ticketMemo(exchange, readers.get());
        long now = nowSeconds();
        if (memo == null || memo.isPresenceDue(now)) {
            room.heard(ticket, now);
        }
    }

    boolean bringsHeaderTicket(Exchange exchange) {
        return readers.get().bringsHeader(exchange.request());
    }

    /** How a request on a pass goes on; with a fresh pass when it is time for one. */
    Forwarding forwarding(Exchange exchange, PassMemo memo, long now) {
        if (!memo.pass().needsRefreshAt(now) || bringsHeaderTicket(exchange)) {
            return memo.forwarding();
        }
        Forwarding renewed = memo.renewedAt(now);
        return renewed != null ? renewed : renew(exchange, memo, now);
    }

    private Forwarding renew(Exchange exchange, PassMemo memo, long now) {
        PassMemo fresh =
                memo(exchange.isSecure(), memo.shop(), memo.room(), memo.pass().refreshed(now));
        memo.room().heardPass(memo.pass().place(), now);
        Forwarding base = fresh.forwarding();
        Forwarding renewed =
                new Forwarding(base.shop(), base.requestLines(), passLine(exchange, fresh), base.watcher());
        memo.renew(fresh.pass(), renewed);
        return renewed;
    }

    /** Admits the bearer of a new pass. Who is not a browser may go on with the ticket alone. */
    PassMemo admit(Exchange exchange, ShopState state, Room room, Pass pass) {
        PassMemo memo = remember(exchange, state, room, pass);
        if (!Answers.isForBrowser(exchange)) {
            ticketPasses.put(BuyerInRoom.of(pass), memo);
        }
        return memo;
    }

    private PassMemo remember(Exchange exchange, ShopState state, Room room, Pass pass) {
        PassMemo memo = memo(exchange.isSecure(), state, room, pass);
        exchange.memo().set(memo);
        room.heardPass(pass.place(), nowSeconds());
        return memo;
    }

    private PassMemo memo(boolean secure, ShopState state, Room room, Pass pass) {
        PlaceInRoom key = new PlaceInRoom(pass.room(), pass.place());
        BuyerInRoom buyer = BuyerInRoom.of(pass);
        PassWatcher watcher = new PassWatcher(
                state.shop(), room, pass, clearLines(secure, room), () -> ticketPasses.invalidate(buyer));
        return new PassMemo(state, room, pass, readers.get().codec().sign(pass), watcher, allowance(state, key));
    }

    private Allowance allowance(ShopState state, PlaceInRoom key) {
        int rate = state.config().session().requestsPerSecond();
        return rate == 0 ? Allowance.UNLIMITED : new Allowance(passRates.get(key, place -> Allowance.bucketOf(rate)));
    }

    Pass pass(ShopState state, Ticket ticket, Place place, long admittedAtSeconds) {
        ShopConfig.SessionConfig session = state.config().session();
        PassTerms terms = new PassTerms(session.idle(), session.max(), session.orders());
        return Pass.of(ticket, place, terms, admittedAtSeconds, nowSeconds());
    }

    /** The ticket of one who has joined. */
    Ticket.Numbered numbered(
            Room room, Place place, JoinReply.Joined reply, boolean entering, Ticket.@Nullable Provisional stamp) {
        Place serving = entering ? place : Place.START;
        Ticket.Lot lot = reply.sale() == 0 ? null : new Ticket.Lot(reply.sale(), place.number(), 0);
        Ticket.Life life =
                stamp != null ? stamp.life() : Ticket.Life.begin(buyers.next(), nowSeconds(), TICKET_USEFUL_SECONDS);
        return new Ticket.Numbered(room.id(), place, reply.lineage(), life, serving, lot);
    }

    /** What a code says, if it is genuine and in time. */
    @Nullable
    Invitation invitation(String code) {
        byte[] text = code.getBytes(StandardCharsets.UTF_8);
        return readers.get()
                .codec()
                .verifyCode(text, 0, text.length, nowSeconds())
                .orNull();
    }

    /** @param lines more header lines, or empty */
    void refuse(Exchange exchange, Fault why, String lines) {
        exchange.decided(Decision.REFUSED);
        Answer refusal = answers.fault(exchange, why);
        exchange.answer(new Answer(refusal.status(), Answers.join(refusal.headerLines(), lines), refusal.body()));
    }

    /**
     * Stamps cost nothing, so they are not worth keeping: whoever was away for longer than a place is kept arrives anew. An
     * invitation is worth something, and ends by itself.
     */
    boolean isForgotten(Ticket.Provisional stamp, ShopState state) {
        if (stamp.invitation() != null) {
            return false;
        }
        Duration keep = state.config().place().keep();
        return nowSeconds() - stamp.life().seenAtSeconds() > keep.toSeconds();
    }

    Ticket.Provisional provisional(Room room, Ticket.@Nullable Provisional stamp, long arrivedAtMillis) {
        if (stamp != null) {
            return stamp.seen(nowSeconds(), TICKET_USEFUL_SECONDS);
        }
        Ticket.Life life = Ticket.Life.begin(buyers.next(), nowSeconds(), TICKET_USEFUL_SECONDS);
        return new Ticket.Provisional(room.id(), arrivedAtMillis, gateway, life);
    }

    /** The ticket with its buyer heard from, or the same when that was only just so and nothing is new. */
    Ticket.Numbered seen(Exchange exchange, Ticket.Numbered ticket, @Nullable RoomView view) {
        long now = nowSeconds();
        if (view == null || isUpToDate(ticket, view, now)) {
            return ticket;
        }
        TicketMemo memo = ticketMemo(exchange, readers.get());
        Ticket.Numbered given = memo == null ? null : memo.givenFor(ticket);
        return given != null && isUpToDate(given, view, now)
                ? given
                : ticket.seen(view.serving(), now, TICKET_USEFUL_SECONDS);
    }

    private static boolean isUpToDate(Ticket.Numbered ticket, RoomView view, long now) {
        boolean isFresh = now - ticket.life().seenAtSeconds() < TICKET_FRESH_SECONDS;
        boolean hasNews = view.isCalled(ticket.place()) && !ticket.place().isCalledAt(ticket.servingSeen());
        return isFresh && !hasNews;
    }

    /**
     * What an answer gives a ticket's holder: a cookie, and the ticket in words for a client that brought no cookie. A browser
     * keeps its ticket where no script on the shop's pages can read it.
     */
    Answers.WaitAnswer given(Exchange exchange, Room room, @Nullable Ticket ticket) {
        if (ticket == null) {
            return Answers.WaitAnswer.PLAIN;
        }
        boolean secure = exchange.isSecure();
        CredentialReader reader = readers.get();
        TicketMemo memo = ticketMemo(exchange, reader);
        Answers.WaitAnswer again = memo == null ? null : memo.answerFor(ticket, secure);
        if (again != null) {
            return again;
        }
        String token = new String(reader.codec().sign(ticket), StandardCharsets.US_ASCII);
        String line = CookieNames.setLine(room.cookies().ticket(secure), token, TICKET_USEFUL_SECONDS, secure);
        boolean hasCookie = reader.bringsTicketCookie(exchange, room);
        Answers.WaitAnswer answer = new Answers.WaitAnswer(line, hasCookie ? null : token);
        Ticket.Numbered placed = ticket.asNumbered();
        if (memo != null && placed != null && hasCookie) {
            memo.give(placed, token, secure, answer);
        }
        return answer;
    }

    byte[] passLine(Exchange exchange, PassMemo memo) {
        boolean secure = exchange.isSecure();
        String token = new String(memo.cookie(), StandardCharsets.US_ASCII);
        long left = Math.max(1, memo.pass().hardAtSeconds() - nowSeconds());
        return ascii(CookieNames.setLine(memo.room().cookies().pass(secure), token, left, secure));
    }

    /** What the buyer is given on the way in: the pass, and the ticket for a client that may keep no cookies. */
    byte[] entryLines(Exchange exchange, PassMemo memo, Ticket ticket) {
        byte[] pass = passLine(exchange, memo);
        if (Answers.isForBrowser(exchange)) {
            return pass;
        }
        String token = new String(readers.get().codec().sign(ticket), StandardCharsets.US_ASCII);
        return Answers.join(pass, "Foyer-Ticket: " + token + "\r\n");
    }

    /** A line that takes a room's ticket away from the buyer. */
    static String clearTicketLine(boolean secure, Room room) {
        return CookieNames.setLine(room.cookies().ticket(secure), "", 0, secure);
    }

    /** Lines that take ticket and pass of a room away from the buyer. */
    String clearLines(boolean secure, Room room) {
        return clearTicketLine(secure, room)
                + CookieNames.setLine(room.cookies().pass(secure), "", 0, secure);
    }

    private static byte[] ascii(String lines) {
        return lines.getBytes(StandardCharsets.US_ASCII);
    }
}
