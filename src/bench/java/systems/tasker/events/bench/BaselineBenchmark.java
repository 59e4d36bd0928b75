package systems.tasker.events.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import systems.tasker.events.bench.Table.Goal;

/**
 * CPU per accepted result, compared with another build of the service in the same run: one database server, each build with a database of
 * its own, in turns.
 */
final class BaselineBenchmark {

    private static final int CONNECTIONS = 64;
    private static final int TEMPLATES = 10;

    private final Settings settings;
    private final Database server;
    private final LoadGenerator wrk;

    BaselineBenchmark(Settings settings, Database server, LoadGenerator wrk) {
        this.settings = settings;
        this.server = server;
        this.wrk = wrk;
    }

    /**
     * @param build the other build
     * @return the description of the database
     */
    String run(Table table, Program build) {
        var databases = List.of(server.sibling("baseline"), server.sibling("current"));
        try (var baseline = Service.startBaseline(settings, build, databases.get(0), TEMPLATES);
                var current = Service.start(settings, databases.get(1), TEMPLATES)) {
            var services = List.of(baseline, current);
            var costs = List.of(new ArrayList<CpuTime>(), new ArrayList<CpuTime>());
            var rates = List.of(new ArrayList<Double>(), new ArrayList<Double>());
            for (int i = 0; i < 2; i++) {
                wrk.post(services.get(i).url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.warmUp());
            }
            var postmaster = server.postmaster();
            for (int run = 0; run < settings.runs(); run++) {
                for (int i = 0; i < 2; i++) {
                    databases.get(i).clean();
                    var before = CpuTime.now(services.get(i).pid(), postmaster);
                    var load =
                            wrk.post(services.get(i).url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.run());
                    var spent = CpuTime.now(services.get(i).pid(), postmaster).minus(before);
                    costs.get(i).add(spent.per(load.results()));
                    rates.get(i).add(load.rate());
                }
            }
            report(table, costs, rates);
            return databases.get(1).description();
        }
    }

    private static void report(Table table, List<ArrayList<CpuTime>> costs, List<ArrayList<Double>> rates) {
        var before = new Figure(rates.get(0));
        table.add("baseline: accept, 64 connections", "results/s", before);
        table.add("accept, 64 connections, to the baseline", "results/s", new Figure(rates.get(1)), before.median());
        compare(
                table,
                "the service",
                costs.stream().map(runs -> figure(runs, CpuTime::service)).toList());
        compare(
                table,
                "PostgreSQL",
                costs.stream().map(runs -> figure(runs, CpuTime::database)).toList());
        var sums = costs.stream()
                .map(runs -> figure(runs, cost -> cost.service() + cost.database()))
                .toList();
        table.add("baseline: CPU of both", "us/result", sums.get(0));
        table.add(
                "CPU of both, to the baseline",
                "us/result",
                sums.get(1),
                sums.get(0).median(),
                Goal.AT_MOST.of(0.5));
    }

    private static void compare(Table table, String of, List<Figure> figures) {
        table.add("baseline: CPU of " + of, "us/result", figures.get(0));
        table.add(
                "CPU of " + of + ", to the baseline",
                "us/result",
                figures.get(1),
                figures.get(0).median());
    }

    private static Figure figure(List<CpuTime> runs, ToDoubleFunction<CpuTime> part) {
        return new Figure(runs.stream().mapToDouble(part).boxed().toList());
    }
}
