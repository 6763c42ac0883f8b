package io.foyer.gateway.rooms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.gateway.config.BypassRule;
import io.foyer.gateway.config.CidrBlock;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.ResponseWatcher;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.ResponseHead;
import io.foyer.gateway.routing.Route;
import io.netty.util.AsciiString;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whose requests skip the line of a shop, and how they go on: without a pass, but every order through the gate. Immutable; any
 * event loop.
 */
final class Bypass implements Orderer {
    private final ShopState shop;
    private final List<Rule> rules;
    private final Forwarding forwarding;

    Bypass(ShopState shop, List<BypassRule> rules, byte[] requestLines) {
        this.shop = shop;
        this.rules = rules.stream().map(Rule::new).toList();
        forwarding = new Forwarding(shop.upstream(), requestLines, Forwarding.NO_LINES, new Watcher());
    }

    boolean skipsLine(Exchange exchange, Route route) {
        for (Rule rule : rules) {
            if (rule.holds(exchange)
                    && (!rule.isCrawlers() || isOnlyRead(exchange, route) && rule.isVerified(exchange))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOnlyRead(Exchange exchange, Route route) {
        String method = exchange.request().method();
        return (method.equals("GET") || method.equals("HEAD")) && !Admission.isOrder(exchange, shop, route);
    }

    @Override
    public ShopState shop() {
        return shop;
    }

    @Override
    public RoomId roomId() {
        return shop.main().id();
    }

    @Override
    public Place place() {
        return Place.START;
    }

    @Override
    public int credit() {
        return 1;
    }

    @Override
    public OptionalLong admittedAtSeconds() {
        return OptionalLong.empty();
    }

    @Override
    public Forwarding forwarding() {
        return forwarding;
    }

    /** There is no session that could end. */
    @Override
    public byte[] endIfAsked(ResponseHead response) {
        return Forwarding.NO_LINES;
    }

    /** Listens to requests that are no orders by the config: the shop may have created one all the same. */
    private final class Watcher implements ResponseWatcher {
        @Override
        public byte[] onResponse(ResponseHead response) {
            if ("created".equals(response.foyerOrder())) {
                shop.shop().gate().createdUnasked(roomId(), place(), admittedAtSeconds());
            }
            return Forwarding.NO_LINES;
        }

        @Override
        public void onFailure(boolean mayHaveReached) {}
    }

    private final class Rule {
        private final List<CidrBlock> addresses;
        private final @Nullable String header;
        private final @Nullable AsciiString cookie;
        private final byte[] value;
        private final @Nullable String userAgent;
        private final List<String> domains;

        Rule(BypassRule rule) {
            addresses = rule.addresses();
            header = rule.header();
            cookie = rule.cookie() == null ? null : AsciiString.of(rule.cookie());
            value = rule.value() == null ? new byte[0] : rule.value().reveal().getBytes(ISO_8859_1);
            userAgent = rule.userAgent();
            domains = rule.domains();
        }

        boolean holds(Exchange exchange) {
            return isFromThere(exchange)
                    && hasHeader(exchange.request())
                    && hasCookie(exchange.request())
                    && saysSo(exchange.request());
        }

        boolean isCrawlers() {
            return userAgent != null;
        }

        /** Asked last: an address that is not known is looked up. */
        boolean isVerified(Exchange exchange) {
            return domains.isEmpty() || shop.shop().crawlers().isVerified(exchange.clientAddress(), domains);
        }

        private boolean saysSo(RequestHead request) {
            if (userAgent == null) {
                return true;
            }
            String given = request.header("user-agent");
            return given != null && given.toLowerCase(Locale.ROOT).contains(userAgent);
        }

        private boolean isFromThere(Exchange exchange) {
            for (CidrBlock block : addresses) {
                if (block.contains(exchange.clientAddress())) {
                    return true;
                }
            }
            return addresses.isEmpty();
        }

        private boolean hasHeader(RequestHead request) {
            if (header == null) {
                return true;
            }
            String given = request.header(header);
            return given != null && MessageDigest.isEqual(value, given.getBytes(ISO_8859_1));
        }

        private boolean hasCookie(RequestHead request) {
            if (cookie == null) {
                return true;
            }
            boolean[] found = new boolean[1];
            request.visitCookies(
                    cookie,
                    (bytes, start, end) ->
                            found[0] |= MessageDigest.isEqual(value, Arrays.copyOfRange(bytes, start, end)));
            return found[0];
        }
    }
}
