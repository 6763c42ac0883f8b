package io.foyer.gateway.cli;

import io.foyer.gateway.config.ConfigReader;
import java.net.http.HttpClient;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code foyer}. Exit codes: 0 done, 1 failed, 2 used wrongly. */
@Command(
        name = "foyer",
        description = "A waiting room in front of a ticket shop.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = FoyerCommand.Version.class)
public final class FoyerCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private FoyerCommand() {}

    /** Runs {@code args} and returns the exit code. */
    public static int execute(Launcher launcher, ConfigReader reader, String... args) {
        return commandLine(launcher, reader).execute(args);
    }

    static CommandLine commandLine(Launcher launcher, ConfigReader reader) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        OpsClient ops = new OpsClient(http);
        return new CommandLine(new FoyerCommand())
                .addSubcommand(new RunCommand(launcher, reader))
                .addSubcommand(new CheckConfigCommand(reader))
                .addSubcommand(new ConfigCommands(reader))
                .addSubcommand(new SimulateCommand(reader))
                .addSubcommand(new DrawCommands(http))
                .addSubcommand(new CodesCommands(reader))
                .addSubcommand(new OpsCommands.Healthcheck(ops))
                .addSubcommand(new OpsCommands.Status(ops))
                .addSubcommand(new OpsCommands.Pause(ops))
                .addSubcommand(new OpsCommands.Resume(ops))
                .addSubcommand(new OpsCommands.CallNow(ops))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println("foyer: " + message(exception));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    /** Those of files say no more than the file's name. */
    private static String message(Exception exception) {
        String message = exception.getMessage();
        if (exception instanceof NoSuchFileException) {
            return message + ": no such file or folder";
        }
        if (exception instanceof AccessDeniedException) {
            return message + ": no right to it";
        }
        return message != null ? message : exception.toString();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? See foyer --help");
    }

    /** From the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = FoyerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"foyer " + (version == null ? "(not packaged)" : version)};
        }
    }
}
