package io.foyer.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class MainTest {
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|Missing command",
                "crowd|Missing required option: '--url=<urls>'",
                "crowd --url ftp://x|expected: http://HOST:PORT",
                "crowd --url http://127.0.0.1:1 --leavers 2|expected: each >= 0, together <= 1",
                "crowd --url http://127.0.0.1:1 --rate 0|expected: > 0",
                "crowd --url http://127.0.0.1:1 --think soon|'soon' is not a duration",
                "demo --port 0|--port: 0 (expected: 1 to 65535)",
                "demo --buyers 0|--buyers: 0 (expected: 1 to 5000)",
                "compare --rounds 0|--rounds: 0 (expected: >= 1)",
                "scale --places 5|--places: 5 (expected: >= 400)",
                "pacing --setting 300|'300' (expected: such as 300:0.3:20/0.5)",
                "pacing --setting 300:0:20/0.5|expected: >= 3, 0 to 1, <= 3",
                "demos|Unmatched argument",
            })
    void execute_badUsage_saysWhyAndExitsWithTwo(String arguments, String reason) {
        assertThat(execute(arguments)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains(reason);
    }

    @Test
    void execute_demoOnABusyPort_saysWhichAndHowToChangeIt() throws Exception {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(execute("demo --port " + busy.getLocalPort())).isEqualTo(1);
            assertThat(err.toString())
                    .contains("port " + busy.getLocalPort() + " is in use: choose another with --port PORT");
        }
    }

    private int execute(String arguments) {
        CommandLine command = Main.commandLine().setErr(new PrintWriter(err));
        return command.execute(arguments == null ? new String[0] : arguments.split(" "));
    }
}
