package io.foyer.loadtest.scale;

import java.util.List;
import java.util.Locale;

/** What was measured in one run. */
public record ScaleResult(List<Joins> joins, Held held, Polls polls, List<Long> reloadMillis, Failover failover) {
    /**
     * Newcomers who came over so many connections, and plain {@code SET key 1 NX EX 60} commands, 64 to a write, measured right
     * after them at the same Redis.
     *
     * @param block how many were numbered by one command, on average
     */
    public record Joins(
            int connections,
            double joinsPerSecond,
            double block,
            double gatewayMicros,
            double redisMicros,
            double setMicros) {
        double ratio() {
            return redisMicros / setMicros;
        }
    }

    /** Growth by all places, the gateway's heap after a full collection. */
    public record Held(int places, long redisBytes, long heapBytes) {
        double redisBytesEach() {
            return (double) redisBytes / places;
        }

        double heapBytesEach() {
            return (double) heapBytes / places;
        }
    }

    /** Each by another buyer than the one before. */
    public record Polls(double pollsPerSecond, double gatewayMicros, double redisCommands, double redisMicros) {}

    /** From the master's death. */
    public record Failover(long downAfterMillis, long nextCallMillis) {}

    public String markdown() {
        StringBuilder out = new StringBuilder(
                "| newcomers at once | joins/s | in a block | gateway us | Redis us | SET NX EX us | x SET |\n"
                        + "|---|---|---|---|---|---|---|\n");
        for (Joins each : joins) {
            out.append(line(
                    "| %d | %.0f | %.1f | %.1f | %.2f | %.2f | **%.2f** |%n",
                    each.connections(),
                    each.joinsPerSecond(),
                    each.block(),
                    each.gatewayMicros(),
                    each.redisMicros(),
                    each.setMicros(),
                    each.ratio()));
        }
        out.append(line("%n| measured | figure |%n|---|---|%n"));
        out.append(line(
                "| Redis holds %,d places in | %.2f MB, **%.2f B** each |%n",
                held.places(), held.redisBytes() / 1e6, held.redisBytesEach()));
        out.append(line(
                "| the gateway's heap grows by | %.2f MB, **%.2f B** each |%n",
                held.heapBytes() / 1e6, held.heapBytesEach()));
        out.append(line(
                "| status polls, each by another buyer | %.0f a second, %.1f us of the gateway each |%n",
                polls.pollsPerSecond(), polls.gatewayMicros()));
        out.append(line(
                "| Redis commands per poll | **%.4f**, %.2f us of Redis |%n",
                polls.redisCommands(), polls.redisMicros()));
        out.append(line("| from a new rate in the file to the first call at it | %s ms |%n", reloadMillis));
        out.append(line(
                "| from the master's death to the next call, sentinels waiting %d ms | %d ms |%n",
                failover.downAfterMillis(), failover.nextCallMillis()));
        return out.toString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
