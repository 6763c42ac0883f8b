package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admission.line.Known;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFileTest {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final Known KNOWN = Known.NOTHING
            .withPlace(new Place(7, 12))
            .withPlace(new Place(9, 3))
            .withServing(new Place(7, 4))
            .heardAt(1_234);

    @TempDir
    private Path folder;

    @Test
    void load_whatWasSaved_isTheSame() throws IOException {
        Path file = folder.resolve("memory");
        new MemoryFile(file).save(Map.of(ROOM, KNOWN, new RoomId("arena", "empty"), Known.NOTHING));

        assertThat(new MemoryFile(file).load()).isEqualTo(Map.of(ROOM, KNOWN));
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void load_noFile_isEmpty() throws IOException {
        assertThat(new MemoryFile(folder.resolve("none")).load()).isEmpty();
    }

    @Test
    void load_damagedFile_isSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("memory"), "arena/main 7 what");

        assertThatThrownBy(() -> new MemoryFile(file).load()).isInstanceOf(IOException.class);
    }
}
