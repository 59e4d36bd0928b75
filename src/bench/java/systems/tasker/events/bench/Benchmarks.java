package systems.tasker.events.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.openjdk.jmh.runner.RunnerException;

import systems.tasker.events.bus.FastBenchmark;
import systems.tasker.events.publication.JourneyFigures;
import systems.tasker.events.simulation.SimulationFigures;

/**
 * Runs everything and prints one table.
 *
 * <p>Load goes to 127.0.0.1 alone and ends by itself; what was started ends with this process.
 */
public final class Benchmarks {

    private static final int TEMPLATES = 10;

    private Benchmarks() {}

    /** @param arguments the build's directory, whether a short run is enough and, to compare with it alone, the directory of another build */
    public static void main(String... arguments) throws IOException, RunnerException {
        var settings = Settings.of(Path.of(arguments[0]).toAbsolutePath(), Boolean.parseBoolean(arguments[1]));
        var wrk = new LoadGenerator(settings);
        var table = new Table();
        System.err.println("A few minutes of load on this machine; progress:");
        String about;
        if (arguments.length > 2 && !arguments[2].isBlank()) {
            about = baseline(settings, wrk, table, Path.of(arguments[2]).toAbsolutePath());
        } else {
            about = acceptAndGrowth(settings, wrk, table);
            FastBenchmark.run(settings, table);
            JourneyFigures.run(settings, table);
            SimulationFigures.run(settings, table);
        }
        var caution = settings.isShort()
                ? "A short run, in which the JVM is still compiling: its ratios prove nothing.\n"
                : "";
        var report = about + "\n" + caution + table;
        System.out.print(report);
        Files.writeString(settings.directory().resolve("benchmarks.txt"), report);
    }

    private static String baseline(Settings settings, LoadGenerator wrk, Table table, Path build) {
        var database = Database.start(settings.directory());
        return machine() + new BaselineBenchmark(settings, database, wrk).run(table, build);
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, Java " + Runtime.version() + ", ";
    }

    private static String acceptAndGrowth(Settings settings, LoadGenerator wrk, Table table) {
        var database = Database.start(settings.directory());
        String about;
        double overHttp;
        try (var service = Service.start(settings, database, TEMPLATES)) {
            about = machine() + database.description();
            overHttp = new AcceptBenchmark(settings, database, service, wrk).run(table);
        }
        new QueueBenchmark(settings, database).run(table, overHttp);
        new ConsumeBenchmark(settings, database).run(table);
        new TailBenchmark(settings, database, wrk).run(table);
        new SimulationLoadBenchmark(settings, database, wrk).run(table);
        var growth = new GrowthBenchmark(settings, database, wrk);
        growth.templates(table);
        growth.backlog(table);
        new ArchiveBenchmark(settings, database, wrk).run(table);
        return about;
    }
}
