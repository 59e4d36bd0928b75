package systems.tasker.events.publication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import systems.tasker.events.bench.Figure;
import systems.tasker.events.bench.Settings;
import systems.tasker.events.bench.Table;
import systems.tasker.events.bench.Table.Goal;
import systems.tasker.events.schema.SchemaBenchmark;

/** Runs {@link JourneyBenchmark} and {@link SchemaBenchmark} and puts what they found into the table. */
public final class JourneyFigures {

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final double GOAL = 1.3;

    private JourneyFigures() {}

    public static void run(Settings settings, Table table) throws RunnerException {
        var iteration = TimeValue.milliseconds(
                Math.min(Duration.ofSeconds(1).toMillis(), settings.run().toMillis() / 2));
        var options = new OptionsBuilder()
                .include(JourneyBenchmark.class.getName())
                .include(SchemaBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .forks(settings.forks())
                .warmupIterations(settings.runs())
                .warmupTime(iteration)
                .measurementIterations(settings.runs())
                .measurementTime(iteration)
                .output(settings.directory().resolve("logs/jmh.log").toString())
                .build();
        Map<String, Figure> times = new HashMap<>();
        Map<String, Figure> allocations = new HashMap<>();
        for (var result : new Runner(options).run()) {
            var name = result.getPrimaryResult().getLabel();
            times.put(name, figure(result, null));
            allocations.put(name, figure(result, ALLOCATION));
        }
        table.add("journey: Jackson writes the event", "ns", times.get("jackson"));
        time(table, "journey: default publisher, to Jackson", times, "journey");
        time(table, "journey: @NonBlocking publisher, to Jackson", times, "journeyWithPublisher");
        table.add(
                "journey: whole result, ledger in memory, to Jackson",
                "ns",
                times.get("wholeResult"),
                times.get("jackson").median());
        table.add("schema: validator without a budget", "ns", times.get("withoutBudget"));
        table.add(
                "schema: with the evaluation budget, to without",
                "ns",
                times.get("withBudget"),
                times.get("withoutBudget").median());
        for (var name : List.of("jackson", "journey", "journeyWithPublisher", "wholeResult")) {
            table.add(
                    "journey, allocated: " + name,
                    "bytes",
                    allocations.get(name),
                    allocations.get("jackson").median());
        }
    }

    private static void time(Table table, String name, Map<String, Figure> times, String benchmark) {
        table.add(name, "ns", times.get(benchmark), times.get("jackson").median(), Goal.AT_MOST.of(GOAL));
    }

    /** The iterations of all forks; a null metric is the time. */
    private static Figure figure(RunResult run, String metric) {
        var samples = new ArrayList<Double>();
        for (var fork : run.getBenchmarkResults()) {
            for (var iteration : fork.getIterationResults()) {
                samples.add(
                        metric == null
                                ? iteration.getPrimaryResult().getScore()
                                : iteration.getSecondaryResults().get(metric).getScore());
            }
        }
        return new Figure(samples);
    }
}
