package systems.tasker.events.messaging.results;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageWindowTest {

    private static final int MAX_MESSAGES = 3;
    private static final long MAX_COSTS = 100;

    private final List<UniEmitter<? super Void>> inFlight = new ArrayList<>();
    private final MessageWindow window =
            new MessageWindow(message -> Uni.createFrom().<Void>emitter(inFlight::add), MAX_MESSAGES, MAX_COSTS);
    private final Source source = new Source();

    @Test
    void requestsNothingBeforeItIsOpened() {
        window.onSubscribe(source);
        assertThat(source.requested).isZero();

        window.open();

        assertThat(source.requested).isOne();
    }

    @Test
    void requestsNothingWithoutASource() {
        window.open();

        window.onSubscribe(source);

        assertThat(source.requested).isOne();
    }

    @Test
    void requestsOneMessageAtATime() {
        open();

        window.onNext(message(1));

        assertThat(source.requested).isEqualTo(2);
    }

    @Test
    void requestsNoMoreThanMaxInFlight() {
        // Given
        open();
        window.onNext(message(1));
        window.onNext(message(1));
        window.onNext(message(1));
        assertThat(source.requested).isEqualTo(MAX_MESSAGES);

        // When
        inFlight.get(1).complete(null);

        // Then
        assertThat(source.requested).isEqualTo(MAX_MESSAGES + 1);
        assertThat(window.inFlight()).isEqualTo(MAX_MESSAGES - 1);
    }

    @Test
    void requestsNoMoreBeyondTheLimitOfTheirCosts() {
        // Given
        open();
        window.onNext(message((int) MAX_COSTS + 1));
        assertThat(source.requested).isOne();

        // When
        inFlight.get(0).complete(null);

        // Then
        assertThat(source.requested).isEqualTo(2);
    }

    @Test
    void countsAMessageOfSmallObjectsAsWhatTheyBecome() {
        // Given
        var window = new MessageWindow(message -> Uni.createFrom().nothing(), MAX_MESSAGES, 10_000);
        window.onSubscribe(source);
        window.open();

        // When
        window.onNext(Message.of("x".repeat(5_000).getBytes(StandardCharsets.UTF_8)));
        var afterText = source.requested;
        window.onNext(Message.of("{},".repeat(1_600).getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(afterText).isEqualTo(2);
        assertThat(source.requested).isEqualTo(2);
    }

    @Test
    void releasesTheWindowOfAFailedMessage() {
        // Given
        open();
        window.onNext(message((int) MAX_COSTS));

        // When
        inFlight.get(0).fail(new IllegalStateException("by intention"));

        // Then
        assertThat(window.inFlight()).isZero();
        assertThat(source.requested).isEqualTo(2);
    }

    @Test
    void treatsARecordWithoutValueAsEmpty() {
        open();

        window.onNext(Message.of((byte[]) null));

        assertThat(window.inFlight()).isOne();
    }

    @Test
    void requestsNothingAfterItIsClosed() {
        // Given
        open();
        window.onNext(message(1));

        // When
        window.close();
        inFlight.get(0).complete(null);

        // Then
        assertThat(source.requested).isEqualTo(2);
        assertThat(window.inFlight()).isZero();
    }

    private void open() {
        window.onSubscribe(source);
        window.open();
    }

    private static Message<byte[]> message(int bytes) {
        return Message.of(new byte[bytes]);
    }

    private static final class Source implements Flow.Subscription {

        private long requested;

        @Override
        public void request(long more) {
            requested += more;
        }

        @Override
        public void cancel() {
            throw new AssertionError("What is in flight could no longer be acknowledged");
        }
    }
}
