package io.foyer.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands that talk to a running gateway. */
final class OpsCommands {
    private OpsCommands() {}

    /** Prints the body of a good answer to standard output, of a bad one to standard error. */
    private static int print(CommandSpec spec, HttpResponse<String> response) {
        boolean good = response.statusCode() / 100 == 2;
        PrintWriter writer =
                good ? spec.commandLine().getOut() : spec.commandLine().getErr();
        if (!good) {
            writer.println("foyer: " + response.uri() + " says " + response.statusCode());
        }
        if (!response.body().isBlank()) {
            writer.println(response.body().strip());
        }
        writer.flush();
        return good ? 0 : 1;
    }

    @Command(name = "healthcheck", description = "Exit 0 when the gateway is ready for buyers, 1 when it is not.")
    static final class Healthcheck implements Callable<Integer> {
        private final OpsClient client;

        @Mixin
        private OpsAddress ops = new OpsAddress();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Healthcheck(OpsClient client) {
            this.client = client;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            return print(spec, client.get(ops, "/readyz"));
        }
    }

    @Command(name = "status", description = "Print how the gateway and its rooms fare, as JSON.")
    static final class Status implements Callable<Integer> {
        private final OpsClient client;

        @Mixin
        private OpsAddress ops = new OpsAddress();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Status(OpsClient client) {
            this.client = client;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            return print(spec, client.get(ops, "/v1/status"));
        }
    }

    @Command(name = "pause", description = "Let nobody more into a room; the waiting keep their places.")
    static final class Pause extends Switch {
        Pause(OpsClient client) {
            super(client, "pause");
        }
    }

    @Command(name = "resume", description = "Let a paused room go on.")
    static final class Resume extends Switch {
        Resume(OpsClient client) {
            super(client, "resume");
        }
    }

    @Command(
            name = "call-now",
            description = {
                "Call the next buyers of a room at once, beside its pace, in line order; also while it is paused.",
                "Orders keep to the budget all the same. Repeated with the same --id it calls nobody more."
            })
    static final class CallNow extends Change {
        @Option(names = "--count", required = true, paramLabel = "N", description = "How many, at most 1,000.")
        private int count;

        @Option(names = "--id", paramLabel = "NAME", description = "Names the request. Default: a new name.")
        private String id = UUID.randomUUID().toString();

        @Option(
                names = "--by",
                paramLabel = "NAME",
                defaultValue = "${sys:user.name}",
                description = "Who asks, for the log. Default: ${DEFAULT-VALUE}")
        private String by = "";

        CallNow(OpsClient client) {
            super(client);
        }

        @Override
        String action() {
            return "call?count=" + count + "&id=" + encode(id) + "&by=" + encode(by);
        }
    }

    @Command
    abstract static class Switch extends Change {
        private final String action;

        Switch(OpsClient client, String action) {
            super(client);
            this.action = action;
        }

        @Override
        String action() {
            return action;
        }
    }

    @Command
    abstract static class Change implements Callable<Integer> {
        private final OpsClient client;

        @Mixin
        private OpsAddress ops = new OpsAddress();

        @Option(names = "--shop", required = true, paramLabel = "NAME", description = "The shop.")
        private String shop = "";

        @Option(
                names = "--room",
                paramLabel = "NAME",
                defaultValue = "main",
                description = "The room. Default: ${DEFAULT-VALUE}")
        private String room = "main";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Change(OpsClient client) {
            this.client = client;
        }

        abstract String action();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return print(spec, client.post(ops, "/v1/rooms/" + encode(shop) + "/" + encode(room) + "/" + action()));
        }

        static String encode(String segment) {
            return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
