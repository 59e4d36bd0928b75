package systems.tasker.events.storm;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class OverloadIT {

    private static final Logger LOG = Logger.getLogger(OverloadIT.class);
    private static final boolean IS_LONG = Long.getLong("storm.minutes") != null;
    private static final Duration LENGTH =
            IS_LONG ? Duration.ofMinutes(Long.getLong("storm.minutes")) : Duration.ofSeconds(10);
    private static final String HEAP = "-Xmx200m";
    private static final long HEAP_BYTES = 200L << 20;
    private static final int BODY = 64 << 10;
    private static final int CONNECTIONS = 600;

    // Far sooner than Retry-After says.
    private static final Executor SHORTLY = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final Map<Object, AtomicInteger> answers = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    @Test
    void staysWithinTheHeapUnderOverload() {
        try (var postgres = DurablePostgres.start();
                var service =
                        ServiceProcess.start("overload", postgres.environment(), HEAP, "-XX:+ExitOnOutOfMemoryError")) {
            overload(InlineStep.text(BODY), postgres.database(), service);
            overload(InlineStep.emptyObjects(BODY), postgres.database(), service);
        }
    }

    private void overload(JsonNode filling, Database database, ServiceProcess service) {
        // Given
        stopped = false;
        answers.clear();
        var poster = new Poster(service.awaitPort());
        var meters = new Poster(service.awaitManagementPort());
        var senders = Stream.generate(() -> keepSending(poster, filling))
                .limit(CONNECTIONS)
                .toList();

        // When
        slowDown(database, service);
        var heldUnderOverload = service.liveHeapBytes();
        stopped = true;
        senders.forEach(CompletableFuture::join);

        // Then
        report("done", service);
        assertThat(service.log()).doesNotContain("OutOfMemory");
        assertThat(heldUnderOverload).isLessThan(HEAP_BYTES * 2 / 3);
        assertThat(answers.keySet()).containsExactlyInAnyOrder(202, 503);
        await().untilAsserted(() ->
                assertThat(meters.meter("tasker_ingress_saturation")).isZero());
        assertThat(poster.result(InlineStep.result()).join().statusCode()).isEqualTo(202);
        assertThat(service.liveHeapBytes()).isLessThan(HEAP_BYTES / 2);
    }

    /** One request after the other, whatever the answers are. */
    private CompletableFuture<Void> keepSending(Poster poster, JsonNode filling) {
        return poster.result(InlineStep.result(UUID.randomUUID(), filling))
                .handle((answer, broken) -> broken == null ? answer.statusCode() : broken.toString())
                .thenCompose(answer -> {
                    answers.computeIfAbsent(answer, first -> new AtomicInteger())
                            .incrementAndGet();
                    return stopped
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.supplyAsync(() -> poster, SHORTLY)
                                    .thenCompose(next -> keepSending(next, filling));
                });
    }

    /** Lets the database stand still, and work for a moment, in turns; the long form reports ten times. */
    private void slowDown(Database database, ServiceProcess service) {
        var start = System.nanoTime();
        for (int tenth = 1; tenth <= 10; tenth++) {
            while (System.nanoTime() - start < LENGTH.toNanos() * tenth / 10) {
                database.whileHolding(() -> database.rows("select pg_sleep(0.9)"), Database.NOTIFICATIONS_LOCK);
                database.rows("select pg_sleep(0.1)");
            }
            if (IS_LONG) {
                report(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s", service);
            }
        }
    }

    private void report(String when, ServiceProcess service) {
        LOG.infof(
                "overload, %s: live_heap_mb=%d resident_mb=%d answers=%s",
                when, service.liveHeapBytes() >> 20, service.residentBytes() >> 20, answers);
    }
}
