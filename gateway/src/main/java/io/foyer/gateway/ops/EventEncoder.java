package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Logback's JSON, with the time as access lines have it. Named in {@code logback.xml}; its appender calls it under a lock. */
public final class EventEncoder extends JsonEncoder {
    private final UtcTime clock = new UtcTime();

    public EventEncoder() {
        setWithTimestamp(false);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String rest = new String(super.encode(event), UTF_8).substring(1);
        return ("{\"timestamp\":\"" + clock.text(event.getTimeStamp()) + "\"," + rest).getBytes(UTF_8);
    }
}
