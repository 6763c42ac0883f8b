package io.foyer.gateway.edge;

import io.foyer.gateway.config.CidrBlock;
import io.foyer.gateway.http.HeadWriter;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.limits.AddressLimits;
import io.foyer.gateway.limits.Allowance;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the buyer of a connection is. Forwarded headers are believed from the right, as long as the hop that wrote them is
 * a trusted proxy; what stands further left could be anyone's. For a peer that is no trusted proxy all is known once.
 */
final class ClientAddress {
    private final InetAddress peer;
    private final List<CidrBlock> trusted;
    private final Scheme own;
    private final boolean viaProxy;
    private final AddressLimits limits;
    private InetAddress address;
    private Allowance requests;
    private boolean secure;
    private byte[] lines;
    private String seen = "";

    ClientAddress(InetAddress peer, ListenerEdge listener, Scheme own) {
        this.peer = peer;
        this.trusted = listener.config().trustedProxies();
        this.limits = listener.addresses();
        this.own = own;
        viaProxy = EdgePipeline.isTrusted(peer, trusted);
        address = peer;
        requests = viaProxy ? Allowance.UNLIMITED : limits.allowance(peer);
        secure = own == Scheme.HTTPS;
        lines = HeadWriter.forwardedLines(text(peer), own.text());
    }

    InetAddress address() {
        return address;
    }

    /** What is left of the client's rate of requests. */
    Allowance requests() {
        return requests;
    }

    boolean isSecure() {
        return secure;
    }

    byte[] forwardedLines() {
        return lines;
    }

    /** Looks at what a trusted proxy says about this request. */
    void take(RequestHead head) {
        if (!viaProxy) {
            return;
        }
        String hops = joined(head, "x-forwarded-for");
        String proto = joined(head, "x-forwarded-proto");
        if (hops.isEmpty()) {
            String forwarded = joined(head, "forwarded");
            hops = ForwardedField.addresses(forwarded);
            proto = proto.isEmpty() ? ForwardedField.lastProto(forwarded) : proto;
        }
        String all = hops + "|" + proto;
        if (!all.equals(seen)) {
            seen = all;
            String scheme = proto.substring(proto.lastIndexOf(',') + 1).trim();
            secure = (scheme.isEmpty() ? own.text() : scheme).equalsIgnoreCase("https");
            follow(hops);
        }
    }

    private void follow(String hops) {
        String chain = text(peer);
        InetAddress nearest = peer;
        int end = hops.length();
        while (end > 0 && EdgePipeline.isTrusted(nearest, trusted)) {
            int start = hops.lastIndexOf(',', end - 1) + 1;
            InetAddress hop = parse(hops.substring(start, end).trim());
            if (hop == null) {
                break;
            }
            nearest = hop;
            chain = text(hop) + ", " + chain;
            end = start - 1;
        }
        if (!nearest.equals(address)) {
            requests = EdgePipeline.isTrusted(nearest, trusted) ? Allowance.UNLIMITED : limits.allowance(nearest);
        }
        address = nearest;
        lines = HeadWriter.forwardedLines(chain, secure ? "https" : "http");
    }

    /** An address, with a port perhaps; null for names, {@code unknown} and garbage. */
    private static @Nullable InetAddress parse(String hop) {
        String text = hop;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            text = close < 0 ? "" : text.substring(1, close);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.substring(0, text.indexOf(':'));
        }
        return text.isEmpty() ? null : NetUtil.createInetAddressFromIpAddressString(text);
    }

    private static String joined(RequestHead head, String name) {
        String first = head.header(name);
        if (first == null) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        head.visitHeaders(name, i -> all.append(all.isEmpty() ? "" : ",").append(head.value(i)));
        return all.toString();
    }

    private static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
