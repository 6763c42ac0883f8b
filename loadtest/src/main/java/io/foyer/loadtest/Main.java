package io.foyer.loadtest;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of {@code foyer-loadtest.jar}. Exit codes: 0 well, 1 an invariant broke or something failed, 2 usage. */
@Command(
        name = "foyer-loadtest",
        description = "Shows, loads and measures Foyer from outside.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            ShopCommand.class,
            CrowdCommand.class,
            CompareCommand.class,
            ScaleCommand.class,
            PacingCommand.class
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "io/foyer/loadtest/logback.xml");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, Durations::parse)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("foyer-loadtest: " + reason(failure));
                    command.getErr().flush();
                    return 1;
                });
    }

    private static String reason(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"foyer-loadtest " + (version == null ? "(not packaged)" : version)};
        }
    }
}
