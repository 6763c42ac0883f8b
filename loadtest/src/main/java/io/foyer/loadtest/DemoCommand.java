package io.foyer.loadtest;

import io.foyer.loadtest.demo.Demo;
import io.foyer.loadtest.demo.DemoOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Starts Redis, a toy shop, a gateway and a crowd on this machine, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class DemoCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8080", description = "port of the shop behind Foyer")
    private int port;

    @Option(names = "--ops-port", defaultValue = "9090", description = "port of the gateway's ops listener")
    private int opsPort;

    @Option(names = "--buyers", defaultValue = "40", description = "simulated buyers kept in line")
    private int buyers;

    @Option(names = "--orders-per-minute", defaultValue = "30", description = "the shop's order budget")
    private int ordersPerMinute;

    @Override
    public void run() {
        new Demo(options(), System.out).run();
    }

    private DemoOptions options() {
        try {
            return new DemoOptions(port, opsPort, buyers, ordersPerMinute);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
