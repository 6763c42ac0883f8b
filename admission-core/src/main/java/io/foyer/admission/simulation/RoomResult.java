package io.foyer.admission.simulation;

import io.foyer.admission.simulation.SaleResult.Buyers;
import io.foyer.admission.simulation.SaleResult.Coverage;
import io.foyer.admission.simulation.SaleResult.Wait;
import java.util.List;
import java.util.stream.IntStream;

/** What came of one room of a simulated sale. */
public final class RoomResult {
    private final SaleSetting.Room room;
    private final Series series;
    private final Visits visits;

    RoomResult(SaleSetting.Room room, Series series, Visits visits) {
        this.room = room;
        this.series = series;
        this.visits = visits;
    }

    public SaleSetting.Room room() {
        return room;
    }

    /** Counts are the room's; what is held, believed and borne is the shop's. */
    public Series series() {
        return series;
    }

    Visits visits() {
        return visits;
    }

    public Buyers buyers() {
        return Buyers.of(List.of(visits));
    }

    public Coverage coverage() {
        return Coverage.of(List.of(visits));
    }

    /** Who waited for the start. */
    public int inLobby() {
        long starts = room.plan().startsMillis();
        return (int) visits.buyers()
                .filter(buyer -> visits.hasJoined(buyer) && visits.joinedTick(buyer) < Ticks.ofMillis(starts))
                .count();
    }

    /** At most {@code count} of those who were promised something and went in, evenly over those who came. */
    public Wait[] waits(int count) {
        int[] told = visits.buyers()
                .filter(buyer -> visits.wasPromised(buyer) && visits.hasEntered(buyer))
                .toArray();
        int taken = Math.min(count, told.length);
        return IntStream.range(0, taken)
                .map(i -> told[(int) ((long) i * told.length / taken)])
                .mapToObj(buyer -> new Wait(
                        Ticks.seconds(visits.joinedTick(buyer)),
                        visits.waitedSeconds(buyer),
                        visits.lowSeconds(buyer),
                        visits.likelySeconds(buyer),
                        visits.highSeconds(buyer)))
                .toArray(Wait[]::new);
    }
}
