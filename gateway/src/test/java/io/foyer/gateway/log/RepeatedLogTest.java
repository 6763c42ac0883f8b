package io.foyer.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class RepeatedLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long nowNanos = Long.MAX_VALUE - 5;
    private RepeatedLog log;

    @BeforeEach
    void open() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logger logger = context.getLogger("test");
        lines.start();
        logger.addAppender(lines);
        log = new RepeatedLog(logger, Level.WARN, () -> nowNanos);
    }

    @Test
    void log_manyInAMinute_tellsTheFirst() {
        for (int i = 0; i < 1_000; i++) {
            log.log("room {}: away", i);
        }

        assertThat(texts()).containsExactly("room 0: away");
    }

    @Test
    void log_afterAMinute_saysHowManyWereLeftOut() {
        log.log("room {}: away", 1);
        log.log("room {}: away", 2);
        log.log("room {}: away", 3);
        nowNanos += Duration.ofMinutes(1).toNanos();
        log.log("room {}: away", 4);
        nowNanos += Duration.ofMinutes(1).toNanos();
        log.log("room {}: away", 5);

        assertThat(texts())
                .containsExactly(
                        "room 1: away", "room 4: away (2 more like it since the last such line)", "room 5: away");
    }

    @Test
    void log_throwableLast_isToldWithItsStack() {
        log.log("broken", new IllegalStateException("why"));

        assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("why");
    }

    private List<String> texts() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
