package systems.tasker.events.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

import systems.tasker.events.bench.Table.Goal;

/** Whether the service stays as fast when there is much of something. */
final class GrowthBenchmark {

    private static final int CONNECTIONS = 64;
    private static final double GOAL = 0.9;
    private static final int FEW = 10;
    private static final int MANY = 10_000;

    private final Settings settings;
    private final Database database;
    private final LoadGenerator wrk;

    GrowthBenchmark(Settings settings, Database database, LoadGenerator wrk) {
        this.settings = settings;
        this.database = database;
        this.wrk = wrk;
    }

    /** Both services are new, so that both have as little history. */
    void templates(Table table) {
        try (var few = Service.start(settings, database, FEW);
                var many = Service.start(settings, database, MANY)) {
            compare(
                    table,
                    "accept, %,d templates",
                    FEW,
                    MANY,
                    () -> rate(few, database::clean),
                    () -> rate(many, database::clean),
                    few,
                    many);
        }
    }

    /** The other queue is one of another database, so that both can be measured in turn. */
    void backlog(Table table) {
        var waiting = database.sibling("waiting");
        try (var empty = Service.start(settings, database, FEW);
                var full = Service.start(settings, waiting, FEW)) {
            wrk.post(full.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.run());
            waiting.fill(settings.backlog());
            compare(
                    table,
                    "accept, %,d messages waiting",
                    0,
                    settings.backlog(),
                    () -> rate(empty, database::clean),
                    () -> rate(full, waiting::forgetResults),
                    empty,
                    full);
        }
    }

    private void compare(
            Table table,
            String name,
            int few,
            int many,
            DoubleSupplier atFew,
            DoubleSupplier atMany,
            Service... toWarmUp) {
        for (var service : toWarmUp) {
            wrk.post(service.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.warmUp());
        }
        Map<String, DoubleSupplier> things = new LinkedHashMap<>();
        things.put(name.formatted(few), atFew);
        things.put(name.formatted(many), atMany);
        var figures = Figure.interleaved(settings.runs(), things);
        var small = figures.get(name.formatted(few));
        table.add(name.formatted(few), "results/s", small);
        table.add(
                name.formatted(many),
                "results/s",
                figures.get(name.formatted(many)),
                small.median(),
                Goal.AT_LEAST.of(GOAL));
    }

    private double rate(Service service, Runnable prepare) {
        prepare.run();
        return wrk.post(service.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.run())
                .rate();
    }
}
