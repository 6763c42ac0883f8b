package io.foyer.gateway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.http.HeaderLines;
import io.foyer.gateway.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Makes the answers to requests that cannot go on. */
@FunctionalInterface
public interface ErrorAnswers {
    /** One line of plain text. */
    ErrorAnswers PLAIN = new ErrorAnswers() {
        private final byte[] lines = HeaderLines.NONE
                .with("Content-Type", "text/plain")
                .with("Cache-Control", "no-store")
                .bytes();

        @Override
        public Answer error(int status, String detail, @Nullable RequestHead request) {
            return new Answer(status, lines, (status + " " + detail + "\n").getBytes(US_ASCII));
        }
    };

    /**
     * @param detail fixed text in ASCII, nothing of what was sent
     * @param request null when its head could not be read
     */
    Answer error(int status, String detail, @Nullable RequestHead request);
}
