package io.foyer.gateway.edge;

/** How a buyer's connection reaches its listener. */
enum Scheme {
    HTTP("http"),
    HTTPS("https");

    private final String text;

    Scheme(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
