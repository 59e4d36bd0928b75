package systems.tasker.events.storm;

import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.json.Json;

import static java.net.http.HttpResponse.BodyHandlers.ofString;

/** Workers that submit results one after the other, as fast as they are answered; the first of them in batches. */
final class Senders {

    private static final int BATCH_SIZE = 20;
    private static final int MULTI_STATUS = 207;
    private static final int REDIRECTION = 300;
    // A rejected sender pauses, or it would only cause rejections.
    private static final long BREATH = Duration.ofMillis(10).toNanos();

    private final Acknowledged acknowledged = new Acknowledged();
    private final Queue<ObjectNode> unacknowledged = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connectionErrors = new AtomicInteger();
    private final AtomicInteger hung = new AtomicInteger();
    private final Supplier<ObjectNode> results;
    private final List<Future<?>> working;
    private volatile Poster service;
    private volatile boolean stopped;

    Senders(int count, int port) {
        this(count, new Poster(port), () -> InlineStep.result(UUID.randomUUID()));
    }

    Senders(int count, Poster service, Supplier<ObjectNode> results) {
        this.service = service;
        this.results = results;
        var threads = Executors.newFixedThreadPool(count);
        working = IntStream.range(0, count)
                .<Future<?>>mapToObj(i -> threads.submit(() -> work(i == 0 ? BATCH_SIZE : 1)))
                .toList();
        threads.shutdown();
    }

    /** Sends to another process from now on. */
    void turnTo(int port) {
        service = new Poster(port);
    }

    /** Waits until everything that was sent was answered or broken off. */
    void stop() {
        stopped = true;
        for (var sender : working) {
            try {
                sender.get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void work(int count) {
        while (!stopped) {
            send(Stream.generate(results).limit(count).toList());
        }
    }

    private void send(List<ObjectNode> results) {
        try {
            take(results, results.size() == 1 ? post(results.get(0)) : postBatch(results));
        } catch (CompletionException broken) {
            unacknowledged.addAll(results);
            (broken.getCause() instanceof HttpTimeoutException ? hung : connectionErrors).incrementAndGet();
        }
    }

    /** Hands a result in once more, or another. @return the status */
    int sendAgain(ObjectNode result) {
        var answer = post(result);
        take(List.of(result), answer);
        return answer.statusCode();
    }

    private HttpResponse<String> post(ObjectNode result) {
        return service.result(result).join();
    }

    private HttpResponse<String> postBatch(List<ObjectNode> results) {
        var body = results.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
        return service.post(Poster.BATCH, Poster.JSON, body, ofString()).join();
    }

    private void take(List<ObjectNode> results, HttpResponse<String> answer) {
        if (answer.statusCode() == MULTI_STATUS) {
            var items = Json.read(answer.body());
            for (int i = 0; i < results.size(); i++) {
                take(
                        results.get(i),
                        items.get(i).get("status").intValue(),
                        items.get(i).get("receipt"));
            }
        } else {
            var receipt = answer.statusCode() < REDIRECTION ? Json.read(answer.body()) : null;
            results.forEach(result -> take(result, answer.statusCode(), receipt));
            if (receipt == null) {
                refusals.add(refusal(answer));
                LockSupport.parkNanos(BREATH);
            }
        }
    }

    private static String refusal(HttpResponse<String> answer) {
        var mediaType = answer.headers().firstValue("Content-Type").orElse("none");
        var type = mediaType.equals("application/problem+json")
                ? Json.read(answer.body()).path("type").asText()
                : "none";
        return "%d %s %s, Retry-After: %s"
                .formatted(
                        answer.statusCode(),
                        mediaType,
                        type,
                        answer.headers().firstValue("Retry-After").orElse("none"));
    }

    private void take(ObjectNode result, int status, JsonNode receipt) {
        statuses.computeIfAbsent(status, first -> new AtomicInteger()).incrementAndGet();
        if (status < REDIRECTION) {
            acknowledged.add(receipt);
        } else {
            unacknowledged.add(result);
        }
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    /** Results that were refused, or broken off before they were answered. */
    List<ObjectNode> unacknowledged() {
        return new ArrayList<>(unacknowledged);
    }

    /** How many results were answered, by status. */
    Map<Integer, AtomicInteger> statuses() {
        return statuses;
    }

    /** How many were answered with a status. */
    int count(int status) {
        return statuses.getOrDefault(status, new AtomicInteger()).get();
    }

    /** What those were told whose request was refused: status, media type, type of the problem, and when to come back. */
    Set<String> refusals() {
        return refusals;
    }

    int connectionErrors() {
        return connectionErrors.get();
    }

    int hung() {
        return hung.get();
    }
}
