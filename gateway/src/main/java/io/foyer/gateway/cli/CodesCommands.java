package io.foyer.gateway.cli;

import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.BuyerIds;
import io.foyer.admission.token.Invitation;
import io.foyer.admission.token.TokenCodec;
import io.foyer.gateway.config.AcceptedConfig;
import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.FoyerConfig;
import io.foyer.gateway.config.ReadResult;
import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.config.Units;
import io.foyer.gateway.config.WhenKeysMissing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "codes", description = "Make invitation codes for a lane.")
final class CodesCommands implements Runnable {
    private static final int COUNT_MAX = 1_000_000;

    private final ConfigReader reader;
    private final BuyerIds ids = new BuyerIds(new SecureRandom());

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CodesCommands(ConfigReader reader) {
        this.reader = reader;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one? create");
    }

    @Command(
            name = "create",
            description = {
                "Print invitation codes for a lane, one a line, signed with the first of the config's signing keys.",
                "Put a code behind ?foyer-code= in a link to one of the room's pages."
            })
    int create(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The config file.")
                    Path file,
            @Option(names = "--shop", required = true, paramLabel = "NAME", description = "The shop.") String shop,
            @Option(names = "--lane", required = true, paramLabel = "NAME", description = "The room with lane-of.")
                    String lane,
            @Option(names = "--count", paramLabel = "N", description = "How many. Default: 1") Optional<Integer> count,
            @Option(
                            names = "--identities",
                            paramLabel = "FILE",
                            description = "In place of --count: one code for each line, such as a member's number. All"
                                    + " codes ever made of one identity give one place together.")
                    Optional<Path> identities,
            @Option(
                            names = "--uses",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "How many buyers each gives a place. Default: ${DEFAULT-VALUE}")
                    int uses,
            @Option(
                            names = "--expires",
                            required = true,
                            paramLabel = "TIME",
                            description =
                                    "From when on they are of no use: a time such as 2026-12-01T14:00:00+01:00, or"
                                            + " a span from now such as 30d.")
                    String expires)
            throws IOException {
        Optional<FoyerConfig> config = read(file);
        if (config.isEmpty()) {
            return 1;
        }
        RoomId room = lane(config.get(), shop, lane);
        long ends = seconds(expires);
        TokenCodec codec = new TokenCodec(config.get().signing().keys());
        PrintWriter out = spec.commandLine().getOut();
        try (Stream<String> all = ids(count.orElse(1), identities)) {
            all.forEach(id ->
                    out.println(new String(codec.sign(invitation(room, id, uses, ends)), StandardCharsets.US_ASCII)));
        }
        out.flush();
        return 0;
    }

    private Stream<String> ids(int count, Optional<Path> identities) throws IOException {
        if (identities.isPresent()) {
            return Files.lines(identities.get())
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(Invitation::idOf);
        }
        if (count < 1 || count > COUNT_MAX) {
            throw wrong("--count: " + count + " (expected: 1 to " + COUNT_MAX + ")");
        }
        return Stream.generate(ids::next).limit(count);
    }

    private Invitation invitation(RoomId lane, String id, int uses, long ends) {
        try {
            return new Invitation(lane, id, uses, ends);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Optional<FoyerConfig> read(Path file) {
        ReadResult result = reader.read(file, WhenKeysMissing.REFUSE);
        if (result.accepted().isEmpty()) {
            result.problems().forEach(spec.commandLine().getErr()::println);
        }
        return result.accepted().map(AcceptedConfig::config);
    }

    private RoomId lane(FoyerConfig config, String shop, String lane) {
        ShopConfig chosen = config.shops().stream()
                .filter(each -> each.name().equals(shop))
                .findFirst()
                .orElseThrow(() -> wrong("no shop '" + shop + "'"));
        RoomConfig room = chosen.rooms().stream()
                .filter(each -> each.name().equals(lane))
                .findFirst()
                .orElseThrow(() -> wrong("shop " + shop + " has no room '" + lane + "'"));
        if (room.laneOf() == null) {
            throw wrong("room " + lane + " is open to everybody (expected: a room with lane-of)");
        }
        return new RoomId(shop, lane);
    }

    private long seconds(String expires) {
        long ends;
        try {
            ends = OffsetDateTime.parse(expires).toEpochSecond();
        } catch (DateTimeException notATime) {
            ends = Instant.now().getEpochSecond() + span(expires);
        }
        if (ends <= Instant.now().getEpochSecond()) {
            throw wrong("--expires: " + expires + " (expected: a time to come)");
        }
        return ends;
    }

    private long span(String expires) {
        try {
            return Units.duration(expires).toSeconds();
        } catch (IllegalArgumentException e) {
            throw wrong("--expires: " + expires + " (expected: a time with its offset, or a span such as 30d)");
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
