package io.foyer.gateway.simulate;

import com.samskivert.mustache.Escapers;
import io.foyer.admission.simulation.RoomResult;
import io.foyer.admission.simulation.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * One line in the charts: a whole shop under one config, or a room of it.
 *
 * @param index of its colour
 * @param name fit for HTML
 */
record Track(int index, String name, Series series) {
    private static final int COLOURS = 6;

    /** A room in its colour, and what its waits are drawn from. */
    record OfRoom(Track track, RoomResult room) {}

    /** Shops, one for each config. */
    static List<Track> shops(List<NamedSale> sales) {
        List<Track> tracks = new ArrayList<>();
        for (int i = 0; i < sales.size(); i++) {
            tracks.add(new Track(i, sales.get(i).name(), sales.get(i).result().series()));
        }
        return tracks;
    }

    /** Rooms of all shops; the only room of a shop has the shop's colour and name. */
    static List<OfRoom> rooms(List<NamedSale> sales) {
        List<OfRoom> tracks = new ArrayList<>();
        int next = sales.size();
        for (int i = 0; i < sales.size(); i++) {
            List<RoomResult> rooms = sales.get(i).result().rooms();
            for (RoomResult room : rooms) {
                boolean isOnly = rooms.size() == 1;
                String own = Escapers.HTML.escape(room.room().name());
                String prefix = sales.size() == 1 ? "" : sales.get(i).name() + ", ";
                int index = isOnly ? i : next++ % COLOURS;
                tracks.add(
                        new OfRoom(new Track(index, isOnly ? sales.get(i).name() : prefix + own, room.series()), room));
            }
        }
        return tracks;
    }
}
