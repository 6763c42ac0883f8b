package io.foyer.admission.token;

/** What a token is, as its header says ({@code typ}, RFC 8725 section 3.11: no token passes for another kind). */
enum TokenKind {
    TICKET("foyer-ticket+jwt"),
    PASS("foyer-pass+jwt"),
    CODE("foyer-code+jwt");

    private final String typ;

    TokenKind(String typ) {
        this.typ = typ;
    }

    String header(String kid) {
        return "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\",\"typ\":\"" + typ + "\"}";
    }
}
