package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

import systems.tasker.events.bench.Table.Goal;

/** Results over HTTP while a simulation reads those that were accepted before, against the same without it. */
final class SimulationLoadBenchmark {

    private static final int CONNECTIONS = 64;
    private static final int PER_BATCH = 100;
    private static final double GOAL = 0.95;
    private static final String ALONE = "accept, no simulation";
    private static final String DISTURBED = "accept, a simulation runs";
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Settings settings;
    private final Database database;
    private final LoadGenerator wrk;

    SimulationLoadBenchmark(Settings settings, Database database, LoadGenerator wrk) {
        this.settings = settings;
        this.database = database;
        this.wrk = wrk;
    }

    void run(Table table) {
        try (var service = Service.start(settings, database, 1)) {
            wrk.post(service.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.warmUp());
            Map<String, DoubleSupplier> things = new LinkedHashMap<>();
            things.put(ALONE, () -> {
                record(service);
                return rate(service);
            });
            things.put(DISTURBED, () -> disturbedRate(service));
            var figures = Figure.interleaved(settings.runs(), things);
            var alone = figures.get(ALONE);
            table.add(ALONE, "results/s", alone);
            table.add(
                    DISTURBED + ", to none",
                    "results/s",
                    figures.get(DISTURBED),
                    alone.median(),
                    Goal.AT_LEAST.of(GOAL));
        }
    }

    /** Leaves the same state before each run: more results than a simulation reads in its time. */
    private void record(Service service) {
        database.clean();
        wrk.post(service.url() + AcceptBenchmark.RESULTS + "/batch", 8, PER_BATCH, settings.run());
    }

    private double disturbedRate(Service service) {
        record(service);
        var simulations = service.url() + "/v1/simulations";
        var started = ID.matcher(send(template(HttpRequest.newBuilder(URI.create(simulations)))));
        if (!started.find()) {
            throw new IllegalStateException("The simulation did not start");
        }
        var simulation = HttpRequest.newBuilder(URI.create(simulations + "/" + started.group(1)));
        var rate = rate(service);
        if (!send(simulation.GET()).contains("\"state\":\"running\"")) {
            throw new IllegalStateException("The simulation ended before the load, so this proves nothing");
        }
        send(simulation.DELETE());
        while (send(simulation.GET()).contains("\"state\":\"running\"")) {
            Thread.onSpinWait();
        }
        return rate;
    }

    private static HttpRequest.Builder template(HttpRequest.Builder request) {
        try {
            return request.header("Content-Type", "application/yaml")
                    .POST(BodyPublishers.ofFile(Path.of("src/bench/tasks/benchmark.yaml")));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private String send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private double rate(Service service) {
        return wrk.post(service.url() + AcceptBenchmark.RESULTS, CONNECTIONS, 1, settings.run())
                .rate();
    }
}
