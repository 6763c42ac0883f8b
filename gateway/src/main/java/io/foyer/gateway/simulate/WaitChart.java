package io.foyer.gateway.simulate;

import io.foyer.admission.simulation.SaleResult.Wait;
import java.util.stream.Stream;

/** What buyers were told when they joined, and how long it took. */
final class WaitChart {
    private static final int BUYERS = 160;
    /** Promises that were much too long are cut off: what was waited is what the eye should see. */
    private static final double ROOM_ABOVE = 1.5;

    private WaitChart() {}

    static String html(Track.OfRoom of) {
        int index = of.track().index();
        Wait[] waits = of.room().waits(BUYERS);
        double most = ROOM_ABOVE
                * Stream.of(waits).mapToDouble(Wait::waitedSeconds).max().orElse(0);
        int end = (int) Math.ceil(
                Stream.of(waits).mapToDouble(Wait::joinedSeconds).max().orElse(0) + 1);
        Frame frame = Frame.ofTimes(end, most);
        StringBuilder ranges = new StringBuilder("<path class='range s" + index + "' d='");
        StringBuilder dots = new StringBuilder("<path class='dot s" + index + "' d='");
        for (Wait wait : waits) {
            String x = frame.x(wait.joinedSeconds());
            ranges.append('M').append(x).append(' ').append(frame.y(Math.min(wait.low(), frame.top())));
            ranges.append('V').append(frame.y(Math.min(wait.high(), frame.top())));
            dots.append('M')
                    .append(x)
                    .append(' ')
                    .append(frame.y(wait.waitedSeconds()))
                    .append("h0");
        }
        String legend = "<ul class=legend><li><i class='key bar s" + index
                + "'></i>promised on joining, 10 % to 90 %<li><i class='key point s" + index + "'></i>waited</ul>";
        return "<figure><figcaption><h3>Waits by time of joining</h3><p>"
                + of.track().name()
                + ". Four dots in five should lie on their bar.</p></figcaption>" + legend
                + frame.html(ranges + "'/>" + dots + "'/>") + "</figure>\n";
    }
}
