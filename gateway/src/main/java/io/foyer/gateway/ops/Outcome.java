package io.foyer.gateway.ops;

import io.foyer.gateway.exchange.Answer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How something an operator asked for went. Programs get it as JSON, a console's reader as a page.
 *
 * @param title in a few words
 * @param detail a sentence
 * @param report what a program gets when it was done; a problem (RFC 9457) says why it was not
 */
record Outcome(int status, String title, String detail, Optional<ObjectNode> report) {
    private static final Logger LOG = LoggerFactory.getLogger(Outcome.class);
    private static final long SECONDS_MAX = 10;

    static Outcome done(String title, String detail, ObjectNode report) {
        return new Outcome(200, title, detail, Optional.of(report));
    }

    static Outcome refused(int status, String title, String detail) {
        return new Outcome(status, title, detail, Optional.empty());
    }

    /** What an operator waits for, or how it failed if it does not come in time. On any thread, and never exceptionally. */
    static <T> CompletionStage<T> inTime(CompletionStage<T> asked, Function<Outcome, T> failed) {
        return asked.toCompletableFuture()
                .copy()
                .orTimeout(SECONDS_MAX, TimeUnit.SECONDS)
                .exceptionally(failure -> failed.apply(failed(failure)));
    }

    private static Outcome failed(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LOG.warn("an operator's request was not done: {}; buyers notice nothing, try it again", cause.toString());
        return refused(503, "Not done", "it failed or took too long: " + cause);
    }

    boolean isDone() {
        return report.isPresent();
    }

    Answer json() {
        return report.map(body -> OpsAnswers.json(status, body))
                .orElseGet(() -> OpsAnswers.problem(status, title, detail));
    }
}
