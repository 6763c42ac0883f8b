package io.foyer.gateway.simulate;

import io.foyer.admission.line.SalePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When something of a planned sale begins or ends: an upright line in the charts.
 *
 * @param track index of the colour
 * @param name fit for HTML
 */
record Mark(int track, String name, double second) {
    private static final double MILLIS = 1_000;

    /** Of all rooms; what is the same in several is told once. */
    static List<Mark> distinct(List<Track.OfRoom> rooms) {
        Map<String, Mark> marks = new LinkedHashMap<>();
        for (Track.OfRoom room : rooms) {
            of(room.track(), room.room().room().plan())
                    .forEach(mark -> marks.putIfAbsent(mark.name() + mark.second(), mark));
        }
        return List.copyOf(marks.values());
    }

    private static List<Mark> of(Track track, SalePlan plan) {
        List<Mark> marks = new ArrayList<>();
        if (plan.lobbyOpensMillis() > 0) {
            marks.add(new Mark(track.index(), "lobby opens", plan.lobbyOpensMillis() / MILLIS));
        }
        if (plan.hasStart()) {
            marks.add(new Mark(track.index(), plan.isDrawn() ? "draw, start" : "start", plan.startsMillis() / MILLIS));
        }
        if (plan.hasEnd()) {
            marks.add(new Mark(track.index(), "end", plan.endsMillis() / MILLIS));
        }
        return marks;
    }
}
