package io.foyer.admission.line;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of what every store of the line promises, to be tested on a room that has just opened. */
public abstract class LineContract {
    LineTestSupport room;

    /** An empty line. */
    protected abstract LineFixture newLine();

    @BeforeEach
    final void openRoom() {
        room = new LineTestSupport(newLine()).opened();
    }

    @AfterEach
    final void close() {
        room.fixture.close();
    }
}
