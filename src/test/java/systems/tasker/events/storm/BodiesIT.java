package systems.tasker.events.storm;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.json.Json;
import systems.tasker.events.storm.KeepAlive.Answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Whatever is sent, the service answers that it did it or what is wrong with it, and stays as it is. */
class BodiesIT {

    private static final Logger LOG = Logger.getLogger(BodiesIT.class);
    // The long form is "mvn verify -Dit.test=BodiesIT -Dfuzz.bodies=100000"; the one request of a failure is found by
    // its seed and number.
    private static final int BODIES = Integer.getInteger("fuzz.bodies", 6_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_125);
    private static final int SENDERS = 24;
    private static final String HEAP = "-Xmx256m";
    private static final long FLAT = 3L << 20;
    private static final int MOST_FAILURES = 20;
    private static final int TORN = 200;

    private static final Set<String> TYPES = Set.of(
            "about:blank",
            "urn:tasker:problem:malformed-input",
            "urn:tasker:problem:invalid-input",
            "urn:tasker:problem:attempt-conflict",
            "urn:tasker:problem:body-too-large");

    private final HostileRequests requests = new HostileRequests(SEED);
    private final SortedMap<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void survivesHostileRequestsWithStableMemory() throws Exception {
        try (var postgres = DurablePostgres.start();
                var service = start(postgres)) {
            // Given
            var port = service.awaitPort();
            send(BODIES / 10, port);
            var before = service.liveHeapBytes();

            // When
            var start = System.nanoTime();
            send(BODIES, port);
            var seconds = (System.nanoTime() - start) / 1e9;

            // Then
            var after = service.liveHeapBytes();
            LOG.infof(
                    "bodies: seed=%d bodies=%d per_second=%.0f statuses=%s live_heap_kb=%d then %d",
                    SEED, BODIES, BODIES * 0.9 / seconds, statuses, before >> 10, after >> 10);
            assertThat(failures).isEmpty();
            assertThat(service.log()).doesNotContain("\tat ", "\\tat ", "Exception", "ERROR");
            // What the last requests left until their time limits pass is none of the growth.
            await().untilAsserted(() -> assertThat(service.liveHeapBytes() - before)
                    .as("growth of the live heap")
                    .isLessThan(FLAT));
            assertThatPiecesDoNotMatter(port);
            assertThat(new Poster(port).result(InlineStep.result()).join().statusCode())
                    .isEqualTo(202);
            assertThat(statuses.keySet()).contains(200, 201, 202, 207, 400, 404, 415, 422);
        }
    }

    /** Sends on from where it was until so many are sent. */
    private void send(int until, int port) throws InterruptedException {
        var threads = Executors.newFixedThreadPool(SENDERS);
        var done = new CountDownLatch(SENDERS);
        for (int i = 0; i < SENDERS; i++) {
            threads.execute(() -> {
                try (var connection = new KeepAlive(port)) {
                    for (int number = next.getAndIncrement(); number < until; number = next.getAndIncrement()) {
                        send(number, connection);
                    }
                } catch (IOException impossible) {
                    failures.add("cannot be closed: " + impossible);
                } finally {
                    done.countDown();
                }
            });
        }
        threads.shutdown();
        done.await();
        next.set(until);
    }

    private void send(int number, KeepAlive connection) throws IOException {
        var request = requests.request(number);
        try {
            var answer = connection.exchange(request);
            statuses.computeIfAbsent(answer.status(), first -> new AtomicInteger())
                    .incrementAndGet();
            check(answer, requests.isHttp(number));
            if (!requests.isHttp(number)) {
                // Where the next one would begin is unknown.
                connection.close();
            }
        } catch (IOException | RuntimeException | AssertionError wrong) {
            connection.close();
            if (failures.size() < MOST_FAILURES) {
                failures.add("number " + number + ": " + wrong + "\n" + shown(request));
            }
        }
    }

    private static void check(Answer answer, boolean http) {
        if (answer.status() == 503) {
            // There are more senders than searches at a time.
            assertThat(Json.read(answer.body()).path("detail").asText()).startsWith("As many searches");
            return;
        }
        if (answer.status() == 501) {
            // A version of HTTP that there is not; answered before the service sees it.
            assertThat(http).as("%s", answer).isFalse();
            return;
        }
        assertThat(answer.status()).as("%s", answer).isBetween(200, 499).isNotIn(429, 408);
        if (answer.status() >= 400 && http) {
            assertThat(answer.headers().get("content-type")).as("%s", answer).startsWith("application/problem+json");
            assertThat(Json.read(answer.body()).path("type").asText()).isIn(TYPES);
        } else if (answer.status() == 207) {
            var ndjson = answer.headers().get("content-type").startsWith("application/x-ndjson");
            var items = ndjson ? "[" + String.join(",", answer.body().split("\n")) + "]" : answer.body();
            Json.read(items)
                    .forEach(item -> assertThat(item.path("status").asInt()).isBetween(200, 499));
        }
    }

    /** Lines torn anywhere are the lines they were. */
    private void assertThatPiecesDoNotMatter(int port) throws IOException {
        try (var connection = new KeepAlive(port)) {
            for (int number = 0; number < TORN; number++) {
                var whole = statuses(connection.exchange(requests.lines(number, false)));
                var torn = statuses(connection.exchange(requests.lines(number, true)));

                assertThat(torn).as("lines of number %d", number).isEqualTo(whole);
            }
        }
    }

    /** Those of the lines, or that of all of them; what was accepted is accepted, now or before. */
    private static List<String> statuses(Answer answer) {
        var statuses = answer.status() == 207
                ? answer.body()
                        .lines()
                        .map(line -> Json.read(line).path("status").asText())
                : Stream.of(Integer.toString(answer.status()));
        return statuses.map(status -> status.replace("202", "200")).toList();
    }

    private static String shown(byte[] request) {
        var text = new String(request, ISO_8859_1);
        return text.substring(0, Math.min(text.length(), 1_500));
    }

    private static ServiceProcess start(DurablePostgres postgres) {
        return ServiceProcess.start("bodies", postgres.environment(), HEAP, "-XX:+ExitOnOutOfMemoryError");
    }
}
