package systems.tasker.events.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import org.openjdk.jmh.runner.RunnerException;

import systems.tasker.events.bus.FastBenchmark;
import systems.tasker.events.publication.JourneyFigures;
import systems.tasker.events.simulation.SimulationFigures;

/**
 * Runs everything, or some parts of it, and prints one table.
 *
 * <p>Load goes to 127.0.0.1 alone and ends by itself; what was started ends with this process.
 */
public final class Benchmarks {

    private static final Set<Part> WITH_CANDIDATES = EnumSet.of(Part.ACCEPT, Part.LATENCY, Part.PROFILE);
    private static final Set<Part> WITHOUT_SERVICE = EnumSet.of(Part.FAST, Part.JOURNEY, Part.SIMULATE);

    private Benchmarks() {}

    /** @param arguments the build's directory; the pom.xml describes the system properties */
    public static void main(String... arguments) throws IOException, RunnerException {
        try {
            var directory = Path.of(arguments[0]).toAbsolutePath();
            var service = option("service");
            var settings = Settings.of(
                    directory,
                    Program.of(service.isEmpty() ? directory : Path.of(service)),
                    Boolean.getBoolean("bench.quick"));
            var baseline = option("baseline");
            run(settings, baseline.isEmpty() ? null : Program.of(Path.of(baseline)), Part.of(option("only")));
        } catch (IllegalArgumentException unusable) {
            System.err.println(unusable.getMessage());
            System.exit(1);
        }
    }

    private static String option(String name) {
        return System.getProperty("bench." + name, "").strip();
    }

    private static void run(Settings settings, Program baseline, Set<Part> parts) throws IOException, RunnerException {
        var table = new Table();
        System.err.println("A few minutes of load on this machine; progress:");
        var about = Runtime.getRuntime().availableProcessors() + " cores, Java " + Runtime.version();
        if (baseline != null) {
            var database = Database.start(settings.directory());
            new BaselineBenchmark(settings, database, new LoadGenerator(settings)).run(table, baseline);
            about += ", " + database.description() + "\nbaseline: " + baseline.description() + "\nmeasured: "
                    + settings.service().description();
        } else {
            if (!WITHOUT_SERVICE.containsAll(parts)) {
                var database = Database.start(settings.directory());
                withService(settings, database, table, parts);
                about += ", " + database.description() + "\n(b): "
                        + settings.service().description();
            }
            withoutService(settings, table, parts);
        }
        var caution = settings.isShort()
                ? "A short run, in which the JVM is still compiling: its ratios prove nothing.\n"
                : "";
        var report = about + "\n" + caution + table;
        System.out.print(report);
        Files.writeString(settings.directory().resolve("benchmarks.txt"), report);
    }

    private static void withService(Settings settings, Database database, Table table, Set<Part> parts) {
        var wrk = new LoadGenerator(settings);
        var overHttp = overHttp(settings, database, wrk, table, parts);
        if (parts.contains(Part.QUEUE)) {
            new QueueBenchmark(settings, database).run(table, overHttp);
        }
        if (parts.contains(Part.CONSUME)) {
            new ConsumeBenchmark(settings, database).run(table);
        }
        if (parts.contains(Part.TAIL)) {
            new TailBenchmark(settings, database, wrk).run(table);
        }
        if (parts.contains(Part.SIMULATION)) {
            new SimulationLoadBenchmark(settings, database, wrk).run(table);
        }
        var growth = new GrowthBenchmark(settings, database, wrk);
        if (parts.contains(Part.TEMPLATES)) {
            growth.templates(table);
        }
        if (parts.contains(Part.NAMESPACES)) {
            growth.namespaces(table);
        }
        if (parts.contains(Part.WAITING)) {
            growth.backlog(table);
        }
        if (parts.contains(Part.ARCHIVE)) {
            new ArchiveBenchmark(settings, database, wrk).run(table);
        }
    }

    /** Results per second over HTTP; NaN when that is no part. */
    private static double overHttp(
            Settings settings, Database database, LoadGenerator wrk, Table table, Set<Part> parts) {
        if (Collections.disjoint(parts, WITH_CANDIDATES)) {
            return Double.NaN;
        }
        var rate = Double.NaN;
        try (var candidates = new Candidates(settings, database, wrk)) {
            if (parts.contains(Part.ACCEPT)) {
                rate = new AcceptBenchmark(settings, database, candidates).run(table);
            }
            if (parts.contains(Part.LATENCY)) {
                new LatencyBenchmark(settings, candidates).run(table);
            }
            if (parts.contains(Part.PROFILE)) {
                table.note(new ProfileBenchmark(settings, candidates).run());
            }
        }
        return rate;
    }

    private static void withoutService(Settings settings, Table table, Set<Part> parts) throws RunnerException {
        if (parts.contains(Part.FAST)) {
            FastBenchmark.run(settings, table);
        }
        if (parts.contains(Part.JOURNEY)) {
            JourneyFigures.run(settings, table);
        }
        if (parts.contains(Part.SIMULATE)) {
            SimulationFigures.run(settings, table);
        }
    }
}
