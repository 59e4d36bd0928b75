package systems.tasker.events.publication;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublishError;
import systems.tasker.events.publisher.PublisherRegistries;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Hooks that no result waits for hold their events longer than the request. */
class PublisherHooksTest {

    private static final int RESULT = 10_000;
    // One event has the result, and the payload that its publisher made of it.
    private static final int MORE_THAN_ONE_EVENT = 3 * RESULT;

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> called = new CopyOnWriteArrayList<>();

    private final BasePublisher slow = new BasePublisher() {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public void afterPublish(DomainEvent event) {
            blocked("after", event.businessPayload());
        }

        @Override
        public void onPublishError(PublishError error) {
            blocked("error", error.payload().orElseThrow());
        }

        private void blocked(String hook, JsonNode payload) {
            called.add(hook + " " + payload.get("text").textValue().charAt(0));
            try {
                release.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    };

    @Test
    void callsNoHookBeyondTheMemoryForThem() {
        // Given
        var bench = new ProcessorFixture(
                PublisherRegistries.onOwnThreads(ProcessorFixture.PLENTY, slow),
                "- {name: payment.sent, publisher: slow}",
                "- {name: payment.told, publisher: slow, schema: {required: [absent]}}");
        bench.maxHeapBytes = MORE_THAN_ONE_EVENT;

        // When
        var first = bench.process(large("1"));
        await().until(() -> called.size() == 1);
        var second = bench.process(large("2"));
        release.countDown();
        await().until(() -> {
            bench.process(large("3"));
            return called.contains("error 3");
        });

        // Then
        assertThat(ProcessorFixture.outcomes(first))
                .containsExactly("payment.sent published", "payment.told rejected schema");
        assertThat(ProcessorFixture.outcomes(second)).isEqualTo(ProcessorFixture.outcomes(first));
        assertThat(called).startsWith("error 1").doesNotContain("after 1", "error 2", "after 2");
    }

    private static StepResultSubmission large(String text) {
        return ProcessorFixture.inlineResult(
                SampleStep.success("{\"text\": \"" + text.repeat(RESULT) + "\"}"), SampleStep.context(1));
    }
}
