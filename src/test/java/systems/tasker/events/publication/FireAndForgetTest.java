package systems.tasker.events.publication;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublishError;
import systems.tasker.events.publisher.PublisherRegistries;
import systems.tasker.events.publisher.StepEventContext;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class FireAndForgetTest {

    private static final StepResultSubmission RESULT =
            ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1));

    @Test
    void answersAfterTheNotificationAndPublishesLater() throws InterruptedException {
        // Given
        var bench = new ProcessorFixture();
        bench.answersFirst(10, 1);

        // When
        var acceptance = bench.process(RESULT);
        bench.drain();

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
                .containsExactly(
                        "payment.processed deferred",
                        "payment.shown deferred",
                        "payment.told deferred",
                        "payment.failed deferred");
        assertThat(bench.calls)
                .containsSubsequence("commit []", "verdict committed", "answered accepted")
                .containsSubsequence(
                        "verdict committed",
                        "send [payment.processed, payment.told]",
                        "outcome payment.processed published",
                        "outcome payment.failed skipped",
                        "bus payment.shown",
                        "bus payment.told");
    }

    @Test
    void failsUnsentDurableEventsAndDispatchesFastOnes() throws InterruptedException {
        // Given
        var bench = new ProcessorFixture();
        bench.answersFirst(10, 1);
        bench.ledger.sendFaults.add(new StoreUnavailableException("away", null));

        // When
        bench.process(RESULT);
        bench.drain();

        // Then
        assertThat(bench.calls)
                .contains("outcome payment.processed failed", "outcome payment.told failed", "bus payment.shown")
                .doesNotContain("bus payment.told");
        assertThat(bench.statistics()).isEqualTo(new RouterStatistics(3, 0, 1, 0, 0, 2));
    }

    @Test
    void sendsTheDurableEventsAsDeadLettersWhenTheirQueueRefusesThem() throws InterruptedException {
        // Given
        var bench = new ProcessorFixture();
        bench.answersFirst(10, 1);
        bench.ledger.sendFaults.add(new IllegalStateException("no such queue"));

        // When
        bench.process(RESULT);
        bench.drain();

        // Then
        assertThat(bench.calls)
                .containsSubsequence(
                        "send [payment.processed, payment.told]",
                        "send [payment.processed dead, payment.told dead]",
                        "outcome payment.processed failed",
                        "outcome payment.told failed",
                        "bus payment.shown")
                .doesNotContain("bus payment.told");
        assertThat(bench.statistics()).isEqualTo(new RouterStatistics(3, 0, 1, 0, 0, 2));
    }

    @Test
    void failsDurableEventsThatTheDeadLetterQueueRejects() throws InterruptedException {
        // Given
        var bench = new ProcessorFixture();
        bench.answersFirst(10, 1);
        bench.ledger.sendFaults.add(new IllegalStateException("no such queue"));
        bench.ledger.sendFaults.add(new IllegalStateException("nor that one"));

        // When
        bench.process(RESULT);
        bench.drain();

        // Then
        assertThat(bench.calls)
                .containsOnlyOnce("send [payment.processed dead, payment.told dead]")
                .contains("try [payment.processed dead, payment.told dead]")
                .contains("outcome payment.processed failed", "bus payment.shown")
                .doesNotContain("bus payment.told");
        assertThat(bench.statistics()).isEqualTo(new RouterStatistics(3, 0, 1, 0, 0, 2));
    }

    @Test
    void keepsTheDeadLettersThatAreNotRefusedOneByOne() throws InterruptedException {
        // Given
        var bench = new ProcessorFixture();
        bench.answersFirst(10, 1);
        bench.ledger.sendFaults.add(new IllegalStateException("no such queue"));
        bench.ledger.sendFaults.add(new IllegalStateException("nor that one"));
        bench.ledger.refused.add("payment.told");

        // When
        bench.process(RESULT);
        bench.drain();

        // Then
        assertThat(bench.calls)
                .containsSubsequence(
                        "send [payment.processed dead, payment.told dead]",
                        "try [payment.processed dead, payment.told dead]",
                        "send [payment.processed dead]",
                        "outcome payment.processed failed",
                        "outcome payment.shown published",
                        "outcome payment.told failed");
    }

    @Test
    void dropsEventsWithReasonQueueFull() throws InterruptedException {
        // Given
        var slow = new Slow();
        var bench = new ProcessorFixture(
                PublisherRegistries.onOwnThreads(ProcessorFixture.PLENTY, slow),
                "- {name: payment.slow, publisher: slow}");
        bench.answersFirst(1, 1);
        var evaluated = new AtomicInteger();
        bench.listeners.add(new PublicationListener() {
            @Override
            public void onEvaluated(String namespace, String eventName, Optional<DeliveryMode> mode) {
                evaluated.incrementAndGet();
            }
        });

        // When
        bench.process(RESULT);
        assertThat(slow.entered.await(30, TimeUnit.SECONDS)).isTrue();
        bench.process(RESULT);
        bench.process(RESULT);
        var whileFull =
                bench.calls.stream().filter(call -> call.startsWith("outcome")).toList();
        slow.release.countDown();
        bench.drain();

        // Then
        assertThat(whileFull).containsExactly("outcome payment.slow dropped");
        assertThat(bench.calls.stream().filter("outcome payment.slow published"::equals))
                .hasSize(2);
        assertThat(evaluated).hasValue(3);
        await().untilAsserted(() -> assertThat(slow.errors).containsExactly("payment.slow queue_full"));
    }

    @Test
    void dropsResultsBeyondTheMemoryForThoseThatWait() throws InterruptedException {
        // Given
        var large = ProcessorFixture.inlineResult(
                SampleStep.success("{\"text\": \"" + "x".repeat(10_000) + "\"}"), SampleStep.context(1));
        var slow = new Slow();
        var bench = new ProcessorFixture(
                PublisherRegistries.onOwnThreads(ProcessorFixture.PLENTY, slow),
                "- {name: payment.slow, publisher: slow}");
        bench.answersFirst(10, 1);
        bench.maxHeapBytes = 15_000;

        // When
        bench.process(RESULT);
        assertThat(slow.entered.await(30, TimeUnit.SECONDS)).isTrue();
        bench.process(large);
        bench.process(large);
        slow.release.countDown();
        bench.drain();

        // Then
        assertThat(bench.calls.stream().filter(call -> call.startsWith("outcome")))
                .containsExactly(
                        "outcome payment.slow dropped",
                        "outcome payment.slow published",
                        "outcome payment.slow published");
    }

    /** Blocks until it is released. */
    private static final class Slow extends BasePublisher {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final List<String> errors = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public boolean shouldPublish(StepEventContext context) {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return true;
        }

        @Override
        public void onPublishError(PublishError error) {
            errors.add(error.context().eventName() + " " + error.reason());
        }
    }
}
