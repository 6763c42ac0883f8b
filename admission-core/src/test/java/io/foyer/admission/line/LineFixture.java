package io.foyer.admission.line;

/** A line under test, empty at the start, and the world around it. */
public interface LineFixture extends AutoCloseable {
    LineStore line();

    /** Sets the store's clock, ms since 1970. */
    void setTime(long millis);

    /** The store was restarted or another took over: data is there, but the lineage is another. */
    void setLineage(String lineage);

    @Override
    void close();
}
