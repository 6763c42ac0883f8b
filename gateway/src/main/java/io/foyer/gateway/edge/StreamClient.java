package io.foyer.gateway.edge;

import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.limits.Allowance;
import java.net.InetAddress;

/**
 * Who asks on one stream. What a trusted proxy says is about that request only, and another may be read before this one is
 * decided, so it is kept apart from the connection's {@link ClientAddress}.
 */
final class StreamClient {
    private final ClientAddress connection;
    private InetAddress address;
    private byte[] forwardedLines;
    private Allowance requests;
    private boolean secure;

    StreamClient(ClientAddress connection) {
        this.connection = connection;
        address = connection.address();
        forwardedLines = connection.forwardedLines();
        requests = connection.requests();
        secure = connection.isSecure();
    }

    void take(RequestHead head) {
        connection.take(head);
        address = connection.address();
        forwardedLines = connection.forwardedLines();
        requests = connection.requests();
        secure = connection.isSecure();
    }

    InetAddress address() {
        return address;
    }

    byte[] forwardedLines() {
        return forwardedLines;
    }

    /** What is left of the client's rate of requests. */
    Allowance requests() {
        return requests;
    }

    boolean isSecure() {
        return secure;
    }
}
