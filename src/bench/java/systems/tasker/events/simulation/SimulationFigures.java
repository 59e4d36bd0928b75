package systems.tasker.events.simulation;

import java.util.ArrayList;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import systems.tasker.events.bench.Figure;
import systems.tasker.events.bench.Settings;
import systems.tasker.events.bench.Table;
import systems.tasker.events.bench.Table.Goal;

/** Runs {@link SimulationBenchmark} and puts what it found into the table. */
public final class SimulationFigures {

    private static final double GOAL_SECONDS = 60;

    private SimulationFigures() {}

    public static void run(Settings settings, Table table) throws RunnerException {
        var options = new OptionsBuilder()
                .include(SimulationBenchmark.class.getName())
                .forks(settings.runs())
                .warmupIterations(0)
                .measurementIterations(1)
                .output(settings.directory().resolve("logs/jmh-simulation.log").toString())
                .build();
        var seconds = new ArrayList<Double>();
        for (var result : new Runner(options).run()) {
            result.getBenchmarkResults()
                    .forEach(fork -> seconds.add(fork.getPrimaryResult().getScore()));
        }
        table.add(
                "simulate 100,000 results, heap of 200 MB, to a minute",
                "s",
                new Figure(seconds),
                GOAL_SECONDS,
                Goal.AT_MOST.of(1));
    }
}
