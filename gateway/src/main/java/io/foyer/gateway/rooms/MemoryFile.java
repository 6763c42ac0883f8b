package io.foyer.gateway.rooms;

import io.foyer.admission.line.Known;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps what a gateway remembers of its rooms over a restart, a line a room: {@code shop/room era servingEra serving heardAt
 * era:highest,...}. It may be lost, or be old: all it can do is teach. Blocking; for one thread of its own.
 */
final class MemoryFile {
    private final Path file;
    private String written = "";

    MemoryFile(Path file) {
        this.file = file;
    }

    /** @throws IOException when the file cannot be read; one that is not there is empty */
    Map<RoomId, Known> load() throws IOException {
        Map<RoomId, Known> rooms = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                try {
                    read(line, rooms);
                } catch (IllegalArgumentException damaged) {
                    throw new IOException("not a line of a room: " + line, damaged);
                }
            }
        } catch (NoSuchFileException first) {
            return rooms;
        }
        return rooms;
    }

    private static void read(String line, Map<RoomId, Known> rooms) {
        String[] parts = line.split(" ", -1);
        String[] name = parts[0].split("/", -1);
        if (parts.length != 6 || name.length != 2) {
            throw new IllegalArgumentException("parts: " + parts.length);
        }
        TreeMap<Long, Long> highest = new TreeMap<>();
        for (String pair : parts[5].isEmpty() ? new String[0] : parts[5].split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("pair: " + pair);
            }
            highest.put(Long.parseLong(pair.substring(0, colon)), Long.parseLong(pair.substring(colon + 1)));
        }
        Place serving = new Place(Long.parseLong(parts[2]), Long.parseLong(parts[3]));
        rooms.put(
                new RoomId(name[0], name[1]),
                new Known(Long.parseLong(parts[1]), serving, highest, Long.parseLong(parts[4])));
    }

    /** Replaces the file as a whole, when anything is new. */
    void save(Map<RoomId, Known> rooms) throws IOException {
        String text = rooms.entrySet().stream()
                .filter(room -> room.getValue().era() > 0)
                .map(room -> write(room.getKey(), room.getValue()))
                .sorted()
                .collect(Collectors.joining());
        if (text.equals(written)) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text, StandardCharsets.US_ASCII);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written = text;
    }

    private static String write(RoomId room, Known known) {
        String highest = known.highest().entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
        Place serving = known.serving();
        return String.join(
                        " ",
                        room.toString(),
                        Long.toString(known.era()),
                        Long.toString(serving.era()),
                        Long.toString(serving.number()),
                        Long.toString(known.heardAtMillis()),
                        highest)
                + "\n";
    }
}
