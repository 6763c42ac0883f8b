package io.foyer.gateway.http;

import org.jspecify.annotations.Nullable;

/** A response's head from the shop. One object an upstream connection; valid until the next parse. */
public final class ResponseHead extends MessageHead {
    int status;
    int reasonStart;
    int reasonEnd;
    private boolean framedWhereNoneIs;
    private @Nullable String switchTo;
    private @Nullable String foyerOrder;
    private @Nullable String foyerSession;

    /** 100 to 599. */
    public int status() {
        return status;
    }

    /** Whether the final response is still to come (RFC 9110 section 15.2). */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    /** Whether all that follows is in the protocol that was asked for (RFC 9110 section 15.2.2). */
    public boolean isSwitch() {
        return status == 101;
    }

    /** Says which protocol the next request asks to change to, in lower case; null for none. */
    public void expectSwitch(@Nullable String protocol) {
        switchTo = protocol;
    }

    /** The reason phrase as it came, possibly empty. */
    public String reason() {
        return text(reasonStart, reasonEnd);
    }

    /** The shop's word on whether this response created an order: the value of {@code Foyer-Order}. */
    public @Nullable String foyerOrder() {
        return foyerOrder;
    }

    /** The shop's word on the buyer's session: the value of {@code Foyer-Session}. */
    public @Nullable String foyerSession() {
        return foyerSession;
    }

    /** Whether the connection can take the next request once the body has ended where it should. */
    @Override
    public boolean keepAlive() {
        return super.keepAlive() && bodyKind != BodyKind.UNTIL_CLOSE && !framedWhereNoneIs;
    }

    /** How the body goes to a buyer who speaks that version: chunked if its length is unknown and chunks are known. */
    public BodyKind kindFor(RequestHead request) {
        boolean unknown = bodyKind == BodyKind.CHUNKED || bodyKind == BodyKind.UNTIL_CLOSE;
        if (!unknown) {
            return bodyKind;
        }
        return request.versionMinor() == 1 ? BodyKind.CHUNKED : BodyKind.UNTIL_CLOSE;
    }

    @Override
    void clearFields() {
        super.clearFields();
        framedWhereNoneIs = false;
        foyerOrder = null;
        foyerSession = null;
    }

    /** Judges the fields together once all are there. */
    @Nullable
    Refusal finish(String requestMethod) {
        for (int i = 0; i < headerCount(); i++) {
            switch (kind(i)) {
                case FOYER_ORDER -> foyerOrder = value(i);
                case FOYER_SESSION -> foyerSession = value(i);
                default -> {
                    Refusal refusal = takeFraming(i);
                    if (refusal != null) {
                        return refusal;
                    }
                }
            }
        }
        if (status == 101 && !isAsked()) {
            return Refusal.UNASKED_SWITCH;
        }
        takeKind(requestMethod);
        return null;
    }

    /** A switch names the one protocol that was asked for, and has no body. */
    private boolean isAsked() {
        String asked = switchTo;
        int upgrade = indexOf("upgrade", 0);
        return asked != null
                && versionMinor == 1
                && connectionUpgrade()
                && !hasBody()
                && upgrade >= 0
                && indexOf("upgrade", upgrade + 1) < 0
                && Grammar.isText(bytes, valueStart(upgrade), valueEnd(upgrade), asked);
    }

    /** RFC 9112 section 6.3, rules 1, 4, 6 and 8. */
    private void takeKind(String requestMethod) {
        if (status < 200 || status == 204) {
            framedWhereNoneIs = hasBody();
            bodyKind = BodyKind.NONE;
        } else if (requestMethod.equals("HEAD") || status == 304) {
            bodyKind = BodyKind.NONE;
        } else if (bodyKind == BodyKind.NONE) {
            bodyKind = BodyKind.UNTIL_CLOSE;
        }
    }
}
