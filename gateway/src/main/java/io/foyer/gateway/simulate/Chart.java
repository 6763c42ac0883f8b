package io.foyer.gateway.simulate;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One chart of the report.
 *
 * @param note what a reader should look for
 * @param limits a line to stay below, for each sale that has one
 * @param marks times to see; those beyond the end are left out
 */
record Chart(String title, String note, List<Curve> curves, List<Limit> limits, List<Mark> marks) {
    record Limit(int sale, String name, double value) {}

    /** A limit that is far above all that happens is said, not drawn: the curve would be flat. */
    private static final double FAR = 4;

    Chart {
        curves = List.copyOf(curves);
        limits = List.copyOf(limits);
        marks = List.copyOf(marks);
    }

    String html() {
        double most = curves.stream().mapToDouble(Curve::most).max().orElse(0);
        List<Limit> near = limits.stream()
                .filter(limit -> limit.value() <= FAR * Math.max(most, 1))
                .toList();
        OptionalDouble highest = near.stream().mapToDouble(Limit::value).max();
        int end = curves.stream().mapToInt(Curve::endSecond).max().orElse(1);
        Frame frame = Frame.upTo(end, Math.max(most, highest.orElse(0)));
        String drawing = curves.stream().map(curve -> line(frame, curve)).collect(Collectors.joining())
                + near.stream().map(limit -> line(frame, limit)).collect(Collectors.joining())
                + seen(end).map(mark -> line(frame, mark)).collect(Collectors.joining());
        return "<figure><figcaption><h3>" + title + "</h3><p>" + note + "</p></figcaption>" + legend(end)
                + frame.html(drawing) + "</figure>\n";
    }

    private static String line(Frame frame, Curve curve) {
        StringBuilder path = new StringBuilder("<path class='line s" + curve.sale() + "' d='");
        double[] points = curve.points();
        for (int i = 0; i < points.length; i++) {
            double second = points.length == 1 ? 0 : (double) i * curve.endSecond() / (points.length - 1);
            path.append(i == 0 ? 'M' : 'L').append(frame.x(second)).append(' ').append(frame.y(points[i]));
        }
        return path.append("'/>").toString();
    }

    private static String line(Frame frame, Limit limit) {
        return "<path class='limit s" + limit.sale() + "' d='M0 " + frame.y(limit.value()) + "H" + Frame.WIDTH + "'/>";
    }

    private static String line(Frame frame, Mark mark) {
        return "<path class='mark s" + mark.track() + "' d='M" + frame.x(mark.second()) + " 0V" + Frame.HEIGHT + "'/>";
    }

    private Stream<Mark> seen(int endSecond) {
        return marks.stream().filter(mark -> mark.second() <= endSecond);
    }

    private String legend(int endSecond) {
        String lines = curves.stream()
                .map(curve -> "<li><i class='key s" + curve.sale() + "'></i>" + curve.name() + ", most "
                        + Scale.number(curve.most()))
                .collect(Collectors.joining());
        String dashed = limits.stream()
                .map(limit -> "<li><i class='key dashed s" + limit.sale() + "'></i>" + limit.name() + " "
                        + Scale.number(limit.value()))
                .collect(Collectors.joining());
        String times = seen(endSecond)
                .map(mark -> "<li><i class='key upright s" + mark.track() + "'></i>" + mark.name() + " "
                        + Scale.time(mark.second()))
                .collect(Collectors.joining());
        return "<ul class=legend>" + lines + dashed + times + "</ul>";
    }
}
