package io.foyer.gateway.cli;

import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.Problem;
import io.foyer.gateway.config.ReadResult;
import io.foyer.gateway.config.WhenKeysMissing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "check-config",
        description = "Check a config file with all that it names; exit 0 when it is valid, 1 when it is not.")
final class CheckConfigCommand implements Callable<Integer> {
    private final ConfigReader reader;

    @Parameters(paramLabel = "FILE", description = "The config file.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
            defaultValue = "text")
    private Format format = Format.text;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    enum Format {
        text,
        json
    }

    CheckConfigCommand(ConfigReader reader) {
        this.reader = reader;
    }

    @Override
    public Integer call() {
        ReadResult result = reader.read(file, WhenKeysMissing.WARN);
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.json) {
            out.println(json(result));
        } else {
            result.problems().forEach(out::println);
            if (result.accepted().isPresent()) {
                out.println(file + ": valid");
            }
        }
        out.flush();
        return result.accepted().isPresent() ? 0 : 1;
    }

    private static String json(ReadResult result) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("valid", result.accepted().isPresent());
        ArrayNode problems = json.putArray("problems");
        for (Problem problem : result.problems()) {
            problems.addObject()
                    .put("file", problem.file().toString())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("path", problem.path())
                    .put("message", problem.message())
                    .put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }
}
