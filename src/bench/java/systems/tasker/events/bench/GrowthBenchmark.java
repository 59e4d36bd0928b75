package systems.tasker.events.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import systems.tasker.events.bench.Table.Goal;

/** Whether the service stays as fast when there is much of something. */
final class GrowthBenchmark {

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
            warmUp(few, 0);
            warmUp(many, 0);
            compare(
                    table,
                    new Case("accept, %,d templates".formatted(FEW), few, 0, database::clean),
                    new Case("accept, %,d templates".formatted(MANY), many, 0, database::clean));
        }
    }

    /** A namespace has queues of its own, so a batch of results goes to one queue of events or to many. */
    void namespaces(Table table) {
        var spaces = database.sibling("namespaces");
        int count = settings.namespaces();
        try (var one = Service.start(settings, database, 1);
                var many = Service.startWithNamespaces(settings, spaces, count)) {
            warmUp(one, 0);
            warmUp(many, count - 1);
            var name = "accept, %,d namespaces, ".formatted(count);
            compare(
                    table,
                    new Case("accept, 1 namespace", one, 0, database::clean),
                    new Case(name + "results of one", many, 0, spaces::clean),
                    new Case(name + "results of all", many, count - 1, spaces::clean));
        }
    }

    /** The other queue is one of another database, so that both can be measured in turn. */
    void backlog(Table table) {
        var waiting = database.sibling("waiting");
        try (var empty = Service.start(settings, database, FEW);
                var full = Service.start(settings, waiting, FEW)) {
            waiting.fill(settings.waiting());
            warmUp(empty, 0);
            warmUp(full, 0);
            compare(
                    table,
                    new Case("accept, 0 messages waiting", empty, 0, database::clean),
                    new Case(
                            "accept, %,d messages waiting".formatted(settings.waiting()),
                            full,
                            0,
                            waiting::forgetResults));
        }
    }

    /**
     * What is measured in turn with others.
     *
     * @param namespaces of the results; zero is the usual one
     * @param prepare makes all runs start alike
     */
    private record Case(String name, Service service, int namespaces, Runnable prepare) {}

    private void warmUp(Service service, int namespaces) {
        post(service, namespaces, settings.warmUp());
    }

    /** Compares all with the first. */
    private void compare(Table table, Case... cases) {
        Map<String, DoubleSupplier> things = new LinkedHashMap<>();
        for (var each : cases) {
            things.put(each.name(), () -> {
                each.prepare().run();
                return post(each.service(), each.namespaces(), settings.run());
            });
        }
        var figures = Figure.interleaved(settings.runs(), things);
        var small = figures.get(cases[0].name());
        table.add(cases[0].name(), "results/s", small);
        for (var each : List.of(cases).subList(1, cases.length)) {
            table.add(each.name(), "results/s", figures.get(each.name()), small.median(), Goal.AT_LEAST.of(GOAL));
        }
    }

    private double post(Service service, int namespaces, Duration time) {
        return wrk.postOfNamespaces(
                        service.url() + AcceptBenchmark.RESULTS, AcceptBenchmark.CONNECTIONS, namespaces, time)
                .rate();
    }
}
