package io.foyer.gateway.cli;

import io.foyer.admission.line.SalePlan;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.admission.simulation.Sale;
import io.foyer.admission.simulation.SaleSetting;
import io.foyer.admission.simulation.SaleSetting.Rules;
import io.foyer.admission.wait.PollPlan;
import io.foyer.gateway.config.AcceptedConfig;
import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.FoyerConfig;
import io.foyer.gateway.config.ReadResult;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.config.Units;
import io.foyer.gateway.config.WhenKeysMissing;
import io.foyer.gateway.simulate.NamedSale;
import io.foyer.gateway.simulate.SaleFigures;
import io.foyer.gateway.simulate.SaleReport;
import io.foyer.gateway.simulate.SaleSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = "Try a sale before it happens: the same line, pacing and waits in virtual time. Needs no Redis.")
final class SimulateCommand implements Callable<Integer> {
    private static final Duration LENGTH_MIN = Duration.ofSeconds(1);
    private static final Duration LENGTH_MAX = Duration.ofDays(2);

    private final ConfigReader reader;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The config file.")
    private Path config = Path.of("");

    @Option(names = "--compare", paramLabel = "FILE", description = "Run the same crowd under this config as well.")
    private Optional<Path> other = Optional.empty();

    @Option(names = "--shop", paramLabel = "NAME", description = "Default: the first shop of the file")
    private Optional<String> shop = Optional.empty();

    @Mixin
    private final CrowdOptions crowd = new CrowdOptions();

    @Option(
            names = "--until",
            paramLabel = "DURATION",
            defaultValue = "8h",
            description = "End then, if not everybody is done before. Default: ${DEFAULT-VALUE}")
    private String until = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed gives the same sale. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "simulation.html",
            description = "The report. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("");

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the figures to this file as well, shares from 0 to 1 and seconds.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description =
                    "Figures of use and of holds in --json are of the time from then on. Default: ${DEFAULT-VALUE}")
    private String from = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SimulateCommand(ConfigReader reader) {
        this.reader = reader;
    }

    @Override
    public Integer call() throws IOException {
        int fromSecond = (int) duration("--from", from).toSeconds();
        List<Path> files = new ArrayList<>(List.of(config));
        other.ifPresent(files::add);
        List<NamedSale> sales = new ArrayList<>();
        Set<String> about = new LinkedHashSet<>();
        for (Path file : files) {
            Optional<FoyerConfig> read = read(file);
            if (read.isEmpty()) {
                return 1;
            }
            ShopConfig chosen = shopOf(read.get());
            SaleSetting setting = setting(read.get(), chosen);
            about.add(
                    "shop " + chosen.name() + ", room " + setting.rooms().get(0).name());
            sales.add(new NamedSale(String.valueOf(file.getFileName()), Sale.run(setting)));
        }
        about.addAll(crowd.about());
        about.add("seed " + seed);
        Files.writeString(out, SaleReport.html(sales, List.copyOf(about)));
        if (json.isPresent()) {
            Files.writeString(json.get(), SaleFigures.json(sales, fromSecond));
        }
        print(sales);
        return 0;
    }

    private Optional<FoyerConfig> read(Path file) {
        ReadResult result = reader.read(file, WhenKeysMissing.WARN);
        if (result.accepted().isEmpty()) {
            result.problems().forEach(spec.commandLine().getErr()::println);
        }
        return result.accepted().map(AcceptedConfig::config);
    }

    private SaleSetting setting(FoyerConfig read, ShopConfig chosen) {
        ShopConfig.BudgetConfig budget = chosen.budget();
        PollPlan polls = new PollPlan(
                read.page().pollMin(), read.page().pollMax(), chosen.place().absentAfter());
        Rules rules = new Rules(
                new ShopBudget(
                        budget.ordersPerMinute(),
                        budget.ordersPer5s(),
                        budget.activeBuyers(),
                        chosen.session().idle().toSeconds()),
                chosen.terms(SalePlan.ALWAYS),
                polls,
                chosen.orderHold());
        try {
            PlannedRooms rooms = new PlannedRooms(chosen);
            return new SaleSetting(
                    seed, length(), rules, rooms.of(crowd.buyersByRoom(rooms.usual()), crowd), crowd.shop());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ShopConfig shopOf(FoyerConfig read) {
        return read.shops().stream()
                .filter(each -> shop.isEmpty() || each.name().equals(shop.get()))
                .findFirst()
                .orElseThrow(() -> wrong("no shop '" + shop.orElse("") + "'"));
    }

    private Duration length() {
        Duration length = duration("--until", until);
        if (length.compareTo(LENGTH_MIN) < 0 || length.compareTo(LENGTH_MAX) > 0) {
            throw wrong("--until: " + until + " (expected: 1s to 2d)");
        }
        return length;
    }

    private Duration duration(String option, String text) {
        try {
            return Units.duration(text);
        } catch (IllegalArgumentException e) {
            throw wrong(option + ": " + e.getMessage());
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private void print(List<NamedSale> sales) {
        PrintWriter to = spec.commandLine().getOut();
        List<SaleSummary.Row> rows = SaleSummary.of(sales);
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(1);
        String line = "%-" + width + "s  %s%n";
        if (sales.size() > 1) {
            to.printf(line, "", sales.stream().map(NamedSale::name).collect(Collectors.joining("  ")));
        }
        for (SaleSummary.Row row : rows) {
            to.printf(line, row.name(), String.join("  ", row.values()));
        }
        to.flush();
        spec.commandLine().getErr().println("wrote " + out);
    }
}
