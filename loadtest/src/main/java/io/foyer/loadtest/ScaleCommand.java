package io.foyer.loadtest;

import io.foyer.loadtest.scale.Scale;
import io.foyer.loadtest.scale.ScaleOptions;
import io.foyer.loadtest.scale.ScaleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "scale",
        description =
                "Measures what a long line costs one gateway and one Redis, and how soon it moves after a reload and"
                        + " after a failover; needs a JDK.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // fields without @Nullable have a default
final class ScaleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--places", defaultValue = "1000000", description = "taken in line, all in all")
    private int places;

    @Option(names = "--connections", split = ",", defaultValue = "16,64,256,1024", description = "newcomers at once")
    private List<Integer> connections;

    @Option(names = "--polls", defaultValue = "500000", description = "status polls, all in all")
    private int polls;

    @Option(names = "--reloads", defaultValue = "3", description = "how often the rate is changed")
    private int reloads;

    @Option(names = "--down-after", defaultValue = "5s", description = "what the sentinels wait for a silent master")
    private Duration downAfter;

    @Option(names = "--markdown", description = "write the result to this file, too")
    private @Nullable Path markdown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ScaleResult result = new Scale(options(), System.err).run();
        System.out.print(result.markdown());
        if (markdown != null) {
            Files.writeString(markdown, result.markdown());
        }
        return 0;
    }

    private ScaleOptions options() {
        try {
            return new ScaleOptions(places, connections, polls, reloads, downAfter);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
