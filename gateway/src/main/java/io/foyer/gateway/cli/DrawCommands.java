package io.foyer.gateway.cli;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import io.foyer.gateway.draw.PublishedDraw;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "draw", description = "Check the draw of a planned sale.")
final class DrawCommands implements Runnable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DrawCommands(HttpClient http) {
        this.http = http;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one? verify");
    }

    @Command(
            name = "verify",
            description = "Check a published draw: that its key is the one committed to, and who was drawn where."
                    + " Exit 0 when all is as it should be, 1 when not, or when the key is not revealed yet.")
    int verify(
            @Parameters(paramLabel = "FILE|URL", description = "The draw as published: .../_foyer/rooms/ROOM/draw")
                    String source,
            @Option(
                            names = "--commitment",
                            paramLabel = "HEX",
                            description = "The commitment as you saw it while the lobby was open.")
                    Optional<String> noted,
            @Option(names = "--number", paramLabel = "N", description = "Tell the drawn place of this lobby number.")
                    Optional<Long> number,
            @Option(names = "--place", paramLabel = "N", description = "The place that this number was given.")
                    Optional<Long> place)
            throws IOException, InterruptedException {
        if (place.isPresent() && number.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--place needs the --number that was given it");
        }
        PublishedDraw published = PublishedDraw.parse(read(source));
        PrintWriter out = spec.commandLine().getOut();
        out.println("sale        " + published.sale());
        out.println("commitment  " + published.commitment());
        List<String> faults = new ArrayList<>(published.faults());
        noted.filter(hex -> !hex.toLowerCase(Locale.ROOT).equals(published.commitment()))
                .ifPresent(hex -> faults.add("another commitment was published before: " + hex));
        if (published.revealed().isEmpty()) {
            faults.add("the key is not revealed yet: try again after the start");
        } else if (faults.isEmpty()) {
            faults.addAll(tell(out, published, published.revealed().get(), number, place));
        }
        faults.forEach(fault -> spec.commandLine().getErr().println("foyer: " + fault));
        if (faults.isEmpty()) {
            out.println("verified");
        }
        out.flush();
        return faults.isEmpty() ? 0 : 1;
    }

    private static List<String> tell(
            PrintWriter out,
            PublishedDraw published,
            PublishedDraw.Revealed told,
            Optional<Long> number,
            Optional<Long> place) {
        Draw draw = new Draw(DrawKey.of(told.key()), published.sale(), told.size());
        out.println("lobby       " + told.size());
        if (number.isEmpty()) {
            return List.of();
        }
        if (number.get() < 1 || number.get() > told.size()) {
            return List.of("number " + number.get() + " was not in the lobby of " + told.size());
        }
        long drawn = draw.place(number.get());
        out.println("number " + number.get() + " was drawn to place " + drawn);
        return place.filter(given -> given != drawn)
                .map(given -> List.of("place " + given + " was given, " + drawn + " was drawn"))
                .orElse(List.of());
    }

    private String read(String source) throws IOException, InterruptedException {
        if (!source.startsWith("http://") && !source.startsWith("https://")) {
            return Files.readString(Path.of(source));
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(source)).timeout(TIMEOUT).build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() != 200) {
            throw new IOException(source + " answers " + response.statusCode());
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("nothing answers at " + request.uri(), e);
        }
    }
}
