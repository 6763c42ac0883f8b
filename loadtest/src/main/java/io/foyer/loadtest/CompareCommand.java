package io.foyer.loadtest;

import io.foyer.loadtest.compare.CompareOptions;
import io.foyer.loadtest.compare.CompareResult;
import io.foyer.loadtest.compare.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description =
                "Measures CPU per request of Foyer, nginx and HAProxy in turns; needs wrk, h2load, nginx and haproxy.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // fields without @Nullable have a default
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "8", description = "turns of each proxy for each case")
    private int rounds;

    @Option(names = "--slice", defaultValue = "3s", description = "how long one turn takes")
    private Duration slice;

    @Option(
            names = "--warm-up",
            defaultValue = "10s",
            description = "load on the gateway before each case, on its path")
    private Duration warmUp;

    @Option(names = "--connections", split = ",", defaultValue = "64,512", description = "one case for each")
    private List<Integer> connections;

    @Option(names = "--only", defaultValue = "", description = "measures just the cases whose name holds this")
    private String only;

    @Option(
            names = "--before",
            paramLabel = "JAR",
            description = "measures the gateway of this foyer.jar too, in the same turns")
    private @Nullable Path before;

    @Option(names = "--json", description = "write the result to this file as JSON")
    private @Nullable Path json;

    @Option(names = "--markdown", description = "write the result to this file as a Markdown table")
    private @Nullable Path markdown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CompareResult result = new Comparison(options(), System.err).run();
        System.out.print(result.text());
        if (json != null) {
            Files.writeString(json, result.json());
        }
        if (markdown != null) {
            Files.writeString(markdown, result.markdown());
        }
        return 0;
    }

    private CompareOptions options() {
        try {
            return new CompareOptions(rounds, slice, warmUp, connections, only, Optional.ofNullable(before));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
