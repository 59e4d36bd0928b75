package systems.tasker.events.testkit;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.test.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class RecordingSubscriberTest {

    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    @Test
    void awaitsAnEvent() throws Exception {
        // Given
        var event = SampleStep.event("parcel.shipped");
        var waiting = new CompletableFuture<Thread>();
        var awaited = CompletableFuture.supplyAsync(() -> {
            waiting.complete(Thread.currentThread());
            return subscriber.await("parcel.shipped");
        });
        await().until(() -> waiting.join().getState() == Thread.State.TIMED_WAITING);

        // When
        subscriber.handle(SampleStep.event("parcel.weighed"));
        subscriber.handle(event);

        // Then
        assertThat(awaited.join()).isSameAs(event);
    }

    @Test
    void recordsTheLastThousandEvents() throws Exception {
        for (int i = 0; i <= 1_000; i++) {
            subscriber.handle(SampleStep.event("parcel.n" + i));
        }

        assertThat(subscriber.events()).hasSize(1_000);
        assertThat(subscriber.events().get(0).eventName().value()).isEqualTo("parcel.n1");
        subscriber.clear();
        assertThat(subscriber.events()).isEmpty();
    }
}
