package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** wrk, as a user would install it. */
final class LoadGenerator {

    private static final Pattern RESULT =
            Pattern.compile("RESULT requests=(\\d+) micros=(\\d+) errors=(\\d+) p50=(\\d+) p99=(\\d+)");
    private static final double MICROS = 1e6;

    private final Path log;

    LoadGenerator(Settings settings) {
        this.log = settings.directory().resolve("logs/wrk.log");
        if (run(List.of("which", "wrk")).isBlank()) {
            throw new IllegalStateException(
                    "The benchmarks need wrk, which is not installed; on Debian: apt-get install wrk");
        }
    }

    /**
     * What a run measured.
     *
     * @param rate results per second
     * @param results all of them
     * @param p50 median time of a request in milliseconds
     * @param p99 time in milliseconds that one in a hundred requests exceeds
     */
    record Load(double rate, long results, double p50, double p99) {}

    /** Posts new results as fast as they are answered; fails when any answer is not a 2xx. */
    Load post(String url, int connections, int resultsPerRequest, Duration time) {
        return post(url, connections, resultsPerRequest, 0, Duration.ZERO, time);
    }

    /** The same, with results of so many namespaces in turn; zero is the one of the others. */
    Load postOfNamespaces(String url, int connections, int namespaces, Duration time) {
        return post(url, connections, 1, namespaces, Duration.ZERO, time);
    }

    /** The same, but each connection waits before each request: at random, and so long on the average. */
    Load postWithPauses(String url, int connections, Duration pause, Duration time) {
        return post(url, connections, 1, 0, pause, time);
    }

    private Load post(
            String url, int connections, int resultsPerRequest, int namespaces, Duration pause, Duration time) {
        var output = run(List.of(
                "wrk",
                "--threads=" + Math.min(2, connections),
                "--connections=" + connections,
                "--duration=" + time.toSeconds() + "s",
                "--timeout=10s",
                "--script=src/bench/wrk/step-results.lua",
                url,
                "--",
                Integer.toString(resultsPerRequest),
                Integer.toString(namespaces),
                Long.toString(pause.toMillis())));
        var result = RESULT.matcher(output);
        if (!result.find() || Long.parseLong(result.group(3)) > 0) {
            throw new IllegalStateException("wrk did not get what it asked for at " + url + ":\n" + output);
        }
        var seconds = Long.parseLong(result.group(2)) / MICROS;
        var results = Long.parseLong(result.group(1)) * resultsPerRequest;
        return new Load(
                results / seconds,
                results,
                Long.parseLong(result.group(4)) / 1e3,
                Long.parseLong(result.group(5)) / 1e3);
    }

    private String run(List<String> command) {
        var process = Children.start(command, log, true);
        try {
            return new String(process.getInputStream().readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } finally {
            Children.stop(process);
        }
    }
}
