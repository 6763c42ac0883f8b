package io.foyer.gateway.limits;

/** What edge and rooms ask before they take on work, and tell when they did not. One for the whole gateway. */
public record Guard(Overload overload, LimitTally tally) {
    /** For listeners that shed nothing. */
    public static Guard idle() {
        return new Guard(new Overload(() -> 0, () -> {}), new LimitTally());
    }
}
