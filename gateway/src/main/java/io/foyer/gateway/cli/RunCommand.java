package io.foyer.gateway.cli;

import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.ReadResult;
import io.foyer.gateway.config.WhenKeysMissing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "run", description = "Run the gateway.")
final class RunCommand implements Callable<Integer> {
    private final Launcher launcher;
    private final ConfigReader reader;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The config file.")
    private Path config = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RunCommand(Launcher launcher, ConfigReader reader) {
        this.launcher = launcher;
        this.reader = reader;
    }

    @Override
    public Integer call() throws Exception {
        ReadResult start = reader.read(config, WhenKeysMissing.CREATE);
        PrintWriter err = spec.commandLine().getErr();
        start.problems().forEach(err::println);
        err.flush();
        return start.accepted().isPresent() ? launcher.run(config, reader, start) : 1;
    }
}
