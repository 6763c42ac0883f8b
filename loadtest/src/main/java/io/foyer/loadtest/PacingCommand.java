package io.foyer.loadtest;

import io.foyer.loadtest.pacing.PacingOptions;
import io.foyer.loadtest.pacing.PacingResult;
import io.foyer.loadtest.pacing.PacingRun;
import io.foyer.loadtest.pacing.PacingSetting;
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
        name = "pacing",
        description = "Measures how much of a budget pacing uses and how long it holds orders, over sockets and"
                + " simulated, side by side.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // fields without @Nullable have a default
final class PacingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--setting",
            paramLabel = "ORDERS:CONVERSION:SECONDS/SPREAD",
            split = ",",
            defaultValue = "60:0.5:5/0.5,120:0.3:15/0.5,300:0.3:30/0.5,600:0.8:20/0.7",
            description = "orders a minute, share that orders, median checkout time and its spread; several run side by"
                    + " side")
    private List<String> settings;

    @Option(names = "--warm-up", defaultValue = "6m", description = "time to learn, before use and holds are measured")
    private Duration warmUp;

    @Option(names = "--measure", defaultValue = "4m", description = "from then on")
    private Duration measure;

    @Option(names = "--markdown", description = "write the result to this file, too")
    private @Nullable Path markdown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PacingResult result = new PacingRun(options(), System.err).run();
        System.out.print(result.markdown());
        if (markdown != null) {
            Files.writeString(markdown, result.markdown());
        }
        return 0;
    }

    private PacingOptions options() {
        try {
            return new PacingOptions(settings.stream().map(PacingSetting::parse).toList(), warmUp, measure);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
