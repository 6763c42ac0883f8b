package io.foyer.gateway.simulate;

import java.util.Locale;

/**
 * The axes of a chart. The drawing is stretched to the width of the screen and the figures beside it are text of the page, so that
 * they stay readable on a phone.
 *
 * @param endSecond right edge
 * @param top upper edge
 */
record Frame(int endSecond, double top, boolean isTime) {
    static final int WIDTH = 1_000;
    static final int HEIGHT = 300;

    static Frame upTo(int endSecond, double most) {
        double step = Scale.step(most);
        return new Frame(endSecond, step * Math.max(1, Math.ceil(most / step)), false);
    }

    static Frame ofTimes(int endSecond, double mostSeconds) {
        int step = Scale.timeStep((int) Math.ceil(mostSeconds));
        return new Frame(endSecond, step * Math.max(1, Math.ceil(mostSeconds / step)), true);
    }

    String x(double second) {
        return figure(WIDTH * second / endSecond);
    }

    String y(double value) {
        return figure(HEIGHT - HEIGHT * value / top);
    }

    /** @param drawing what goes inside, in drawing units */
    String html(String drawing) {
        StringBuilder grid = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        double step = isTime ? Scale.timeStep((int) top) : Scale.step(top);
        for (double value = 0; value <= top; value += step) {
            grid.append("<path class=grid d='M0 " + y(value) + "H" + WIDTH + "'/>");
            labels.append("<span class=y style='bottom:" + figure(100 * value / top) + "%'>"
                    + (isTime ? Scale.time(value) : Scale.number(value)) + "</span>");
        }
        int every = Scale.timeStep(endSecond);
        for (int second = 0; second <= endSecond; second += every) {
            grid.append("<path class=grid d='M" + x(second) + " 0V" + HEIGHT + "'/>");
            labels.append("<span class=x style='left:" + figure(100.0 * second / endSecond) + "%'>"
                    + (second == 0 ? "0" : Scale.time(second)) + "</span>");
        }
        return "<div class=plot><svg viewBox='0 0 " + WIDTH + " " + HEIGHT
                + "' preserveAspectRatio=none aria-hidden=true>" + grid + drawing + "</svg>" + labels + "</div>";
    }

    static String figure(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
