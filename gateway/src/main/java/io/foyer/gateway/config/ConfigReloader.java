package io.foyer.gateway.config;

import io.foyer.gateway.config.ConfigDiff.Change;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds the config in force and replaces it as a whole. A file that is not valid, or that changes a key which needs a
 * restart, changes nothing. Reads are free from any thread; reloads run one at a time on the caller's thread.
 */
public final class ConfigReloader {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReloader.class);

    private final ConfigReader reader;
    private final Path file;
    private final Listener listener;
    private final InstantSource clock;
    private volatile Observer observer = Observer.NONE;
    private volatile AcceptedConfig inForce;
    private volatile LastReload lastReload;
    private volatile Instant inForceSince;
    private volatile List<Path> files;

    /** Puts a new config in force. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called before the config counts as in force; when it throws, the old config stays.
         *
         * @param changes what changed, a line a key, secrets masked
         */
        void changed(FoyerConfig config, List<String> changes);
    }

    /** Told around each reload, on the thread that reloads. */
    public interface Observer {
        Observer NONE = new Observer() {};

        default void reloading() {}

        /** Whatever came of it. */
        default void reloaded() {}
    }

    /** @param start what {@code reader} made of {@code file} at the start; it must be accepted */
    public ConfigReloader(ConfigReader reader, Path file, ReadResult start, Listener listener) {
        this(reader, file, start, listener, InstantSource.system());
    }

    ConfigReloader(ConfigReader reader, Path file, ReadResult start, Listener listener, InstantSource clock) {
        this.reader = reader;
        this.file = file;
        this.listener = listener;
        this.clock = clock;
        this.inForce = start.accepted().orElseThrow(() -> new IllegalArgumentException("start: not accepted"));
        this.files = start.files();
        this.inForceSince = clock.instant();
        this.lastReload = new LastReload(clock.instant(), true, start.problems(), List.of(), inForce.hash());
    }

    public FoyerConfig inForce() {
        return inForce.config();
    }

    public String inForceHash() {
        return inForce.hash();
    }

    /** When the config in force was last found to be the file's. */
    public Instant inForceSince() {
        return inForceSince;
    }

    public LastReload lastReload() {
        return lastReload;
    }

    /** The files that a change of the config in force, or of the one last refused, would show in. */
    List<Path> files() {
        return files;
    }

    public void observe(Observer by) {
        observer = by;
    }

    /** Reads the file again and puts it in force if it can be. Blocks on files and on the listener. */
    public synchronized LastReload reload() {
        observer.reloading();
        try {
            return readAgain();
        } finally {
            observer.reloaded();
        }
    }

    private LastReload readAgain() {
        ReadResult result = reader.read(file, WhenKeysMissing.REFUSE);
        files = result.accepted().isPresent() || result.files().size() > 1 ? result.files() : files;
        LastReload outcome =
                result.accepted().map(next -> swap(next, result.problems())).orElseGet(() -> failed(result.problems()));
        lastReload = outcome;
        log(outcome);
        return outcome;
    }

    private LastReload swap(AcceptedConfig next, List<Problem> warnings) {
        List<Change> changes = ConfigDiff.between(inForce, next);
        List<Problem> refusals = refusals(changes, next);
        if (!refusals.isEmpty()) {
            return failed(refusals);
        }
        List<String> lines = changes.stream().map(Change::toString).toList();
        if (!lines.isEmpty()) {
            try {
                listener.changed(next.config(), lines);
            } catch (RuntimeException e) {
                LOG.error("a fault of Foyer kept the new config from being put in force; please report it", e);
                return failed(List.of(
                        new Problem(file, 1, 1, "", "could not be put in force: " + e, Problem.Severity.ERROR)));
            }
        }
        inForce = next;
        inForceSince = now();
        return new LastReload(now(), true, warnings, lines, next.hash());
    }

    private static List<Problem> refusals(List<Change> changes, AcceptedConfig next) {
        List<Problem> refusals = new ArrayList<>();
        for (Change change : changes) {
            if (change.needsRestart()) {
                refusals.add(next.positions().problem(change.path(), "needs a restart (" + change + ")"));
            }
        }
        return refusals;
    }

    private LastReload failed(List<Problem> problems) {
        return new LastReload(now(), false, problems, List.of(), inForce.hash());
    }

    private Instant now() {
        return clock.instant();
    }

    private static void log(LastReload outcome) {
        if (outcome.ok()) {
            outcome.problems().forEach(problem -> LOG.warn("{}", problem));
            LOG.info(
                    "config {} in force: {}",
                    outcome.hash(),
                    outcome.changes().isEmpty() ? "nothing changed" : outcome.changes());
        } else {
            outcome.problems()
                    .forEach(problem -> LOG.atLevel(problem.isError() ? Level.ERROR : Level.WARN)
                            .log("{}", problem));
            LOG.error(
                    "config not reloaded: {} stays in force and buyers notice nothing; correct what is listed above",
                    outcome.hash());
        }
    }
}
