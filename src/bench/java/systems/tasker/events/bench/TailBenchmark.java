package systems.tasker.events.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import systems.tasker.events.bench.Table.Goal;

/** Results over HTTP while many watch the live tail and some of them read nothing, against the same without readers. */
final class TailBenchmark {

    private static final int CONNECTIONS = 64;
    private static final int READERS = 1_000;
    private static final int STUCK = 10;
    private static final double GOAL = 0.95;
    private static final String ALONE = "accept, no tail reader";
    private static final String WATCHED = "accept, %,d tail readers, %d of them stuck".formatted(READERS, STUCK);

    private final Settings settings;
    private final Database database;
    private final LoadGenerator wrk;

    TailBenchmark(Settings settings, Database database, LoadGenerator wrk) {
        this.settings = settings;
        this.database = database;
        this.wrk = wrk;
    }

    void run(Table table) {
        try (var service = Service.start(settings, database, 1, List.of())) {
            wrk.post(service.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.warmUp());
            Map<String, DoubleSupplier> things = new LinkedHashMap<>();
            things.put(ALONE, () -> rate(service));
            things.put(WATCHED, () -> watchedRate(service));
            var figures = Figure.interleaved(settings.runs(), things);
            var alone = figures.get(ALONE);
            table.add(ALONE, "results/s", alone);
            table.add(WATCHED, "results/s", figures.get(WATCHED), alone.median(), Goal.AT_LEAST.of(GOAL));
        }
    }

    private double watchedRate(Service service) {
        try (var readers = TailReaders.open(service.url(), READERS - STUCK, STUCK)) {
            var before = readers.bytes();
            var rate = rate(service);
            if (readers.bytes() == before) {
                throw new IllegalStateException("The readers got nothing, so this proves nothing");
            }
            return rate;
        }
    }

    private double rate(Service service) {
        database.clean();
        return wrk.post(service.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.run())
                .rate();
    }
}
