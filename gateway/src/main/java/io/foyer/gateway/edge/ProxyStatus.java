package io.foyer.gateway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.foyer.gateway.exchange.Answer;
import java.util.Arrays;

/** Says in {@code Proxy-Status} (RFC 9209) that an error was made here, and why. */
final class ProxyStatus {
    /** The client's fault: what it sent cannot be understood or is more than allowed. */
    static final String REQUEST_ERROR = "http_request_error";

    static final String INTERNAL_ERROR = "proxy_internal_error";
    /** Answered without the shop being asked, for a reason of our own. */
    static final String INTERNAL_RESPONSE = "proxy_internal_response";

    static final String RESPONSE_TIMEOUT = "http_response_timeout";

    private ProxyStatus() {}

    /**
     * @param error of the registry of RFC 9209
     * @param details fixed text in ASCII without quotes
     */
    static Answer on(Answer answer, String error, String details) {
        byte[] line = ("Proxy-Status: foyer; error=" + error + "; details=\"" + details + "\"\r\n").getBytes(US_ASCII);
        byte[] lines = Arrays.copyOf(answer.headerLines(), answer.headerLines().length + line.length);
        System.arraycopy(line, 0, lines, answer.headerLines().length, line.length);
        return new Answer(answer.status(), lines, answer.body());
    }
}
