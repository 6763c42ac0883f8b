package io.foyer.gateway.cli;

import io.foyer.gateway.config.AcceptedConfig;
import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.ConfigTexts;
import io.foyer.gateway.config.ReadResult;
import io.foyer.gateway.config.WhenKeysMissing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "config", description = "Print the config's schema, an example, or what a file amounts to.")
final class ConfigCommands implements Runnable {
    private final ConfigReader reader;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ConfigCommands(ConfigReader reader) {
        this.reader = reader;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one? schema, example or effective");
    }

    @Command(name = "schema", description = "Print the JSON Schema of the config file, for editors.")
    int schema() {
        return print(ConfigTexts.schema());
    }

    @Command(name = "example", description = "Print an example of the config file.")
    int example() {
        return print(ConfigTexts.example());
    }

    @Command(name = "effective", description = "Print a config with its defaults filled in and its secrets masked.")
    int effective(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The config file.")
                    Path file) {
        ReadResult result = reader.read(file, WhenKeysMissing.WARN);
        PrintWriter err = spec.commandLine().getErr();
        result.problems().forEach(err::println);
        err.flush();
        Optional<String> yaml = result.accepted().map(AcceptedConfig::effectiveYaml);
        return yaml.isPresent() ? print(yaml.get()) : 1;
    }

    private int print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
        return 0;
    }
}
