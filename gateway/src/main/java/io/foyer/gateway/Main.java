package io.foyer.gateway;

/** Entry point of {@code foyer.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
