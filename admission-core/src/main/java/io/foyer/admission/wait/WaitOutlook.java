package io.foyer.admission.wait;

import io.foyer.admission.pacing.Release;
import java.util.Optional;

/**
 * How fast a room calls, how fast its line thins out, and how well that is known; immutable.
 *
 * <pre>
 * calls(p)   = seconds in which ahead + 1 are called if p of what pacing expects comes true     {@link Release#secondsFor}
 * wait(p)    = ln(1 + leaving x calls(p)) / leaving              those ahead are called or give up; calls(p) if nobody does
 * spread     = 1.28 x sqrt(1 / (ahead + 1)  +  1 / evidence  +  0.04^2)
 * d          = doubt^0.7
 * low        = wait(p x e^spread)       where the pace settles at e^(1.28 x 0.32 x d) of what is expected
 * high       = wait(p x e^-(spread + 0.05 x d)) + 3 s     where by 0.65 x doubt it stays what it is now
 * </pre>
 *
 * <p>The parts of the spread are: calls come at random times (Poisson), what comes true was measured from few calls, the pace of a sale
 * changes by about 4 %. At its start nobody knows how many of those let in will order: most sales soon call for more than one a slot, but
 * one whose buyers nearly all order stays as slow as it began; and for some minutes more, few orders tell it badly. 1.28 is the quantile
 * of four waits in five; the 3 s are for the page to ask once more. The figures were found over simulated sales: docs/waits.md.
 */
public final class WaitOutlook {
    public static final WaitOutlook UNKNOWN = new WaitOutlook(Release.NONE, new double[0], 1, 0);

    private static final double QUANTILE = 1.28;
    private static final double PACE_CHANGES = 0.04;
    private static final double DOUBT_FADES = 0.7;
    private static final double QUICKER = 0.32;
    private static final double SLOWER = 0.65;
    private static final double BADLY_TOLD = 0.05;
    private static final double RATE_MIN = 1.0 / 3_600;
    private static final double PART_MIN = 1e-6;
    private static final double LEAVING_MIN = 1e-7;
    private static final double ASK_SECONDS = 3;
    /** A range that ends later promises nothing, and frightens. */
    private static final double HIGH_SECONDS_MAX = 7 * 86_400;

    private static final int ROUNDS = 3;

    private final Release release;
    private final double[] parts;
    private final double evidence;
    private final double leavingPerSecond;

    /** @param parts of {@link CallRate}; empty when nobody can tell */
    WaitOutlook(Release release, double[] parts, double evidence, double leavingPerSecond) {
        this.release = release;
        this.parts = parts.clone();
        this.evidence = evidence;
        this.leavingPerSecond = leavingPerSecond;
    }

    /** The wait of one with {@code ahead} buyers ahead; empty while nobody can tell. */
    public Optional<WaitRange> estimate(long ahead) {
        if (parts.length == 0) {
            return Optional.empty();
        }
        double places = Math.max(0, ahead) + 1.0;
        double part = parts[0];
        for (int round = 0; round < ROUNDS; round++) {
            part = CallRate.partFor(parts, wait(release, places, part));
        }
        if (release.settledPerSecond() * part < RATE_MIN) {
            return Optional.empty();
        }
        double doubt = Math.pow(release.doubt(), DOUBT_FADES);
        double spread = Math.exp(QUANTILE * Math.sqrt(1 / places + 1 / evidence + PACE_CHANGES * PACE_CHANGES));
        Release quick = release.settledAt(release.settledPerSecond() * Math.exp(QUANTILE * QUICKER * doubt));
        double asNow = SLOWER * release.doubt();
        Release slow = release.settledAt(Math.pow(release.settledPerSecond(), 1 - asNow)
                * Math.pow(Math.min(release.nowPerSecond(), release.settledPerSecond()), asNow));
        double late = part / spread / Math.exp(BADLY_TOLD * doubt);
        double high = Math.ceil(wait(slow, places, late) + ASK_SECONDS);
        return high > HIGH_SECONDS_MAX
                ? Optional.empty()
                : Optional.of(new WaitRange(
                        seconds(Math.floor(wait(quick, places, part * spread))),
                        seconds(Math.round(wait(release, places, part))),
                        seconds(high)));
    }

    private double wait(Release atPace, double places, double part) {
        double likely = atPace.secondsFor(places / Math.max(part, PART_MIN));
        return leavingPerSecond < LEAVING_MIN ? likely : Math.log1p(leavingPerSecond * likely) / leavingPerSecond;
    }

    private static long seconds(double seconds) {
        return (long) Math.max(0, seconds);
    }
}
