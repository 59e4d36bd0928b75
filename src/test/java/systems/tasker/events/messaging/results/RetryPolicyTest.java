package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.publication.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

class RetryPolicyTest {

    private final RetryPolicy patience = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10));
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void end() {
        patience.end();
    }

    @Test
    void retriesUntilTheDatabaseIsAvailable() {
        var result = start(5);

        assertThat(result.join()).isEqualTo(5);
        assertThat(patience.heldUp()).isZero();
    }

    @Test
    void countsEachWaitingResultOnce() {
        // Given
        start(Integer.MAX_VALUE);
        start(Integer.MAX_VALUE);

        // When
        await().until(() -> attempts.get() > 10);

        // Then
        assertThat(patience.heldUp()).isEqualTo(2);
    }

    @Test
    void doesNotRetryOtherFailures() {
        var result = patience.retryWhileAway(() -> {
                    attempts.incrementAndGet();
                    return Uni.createFrom().<Integer>failure(new IllegalArgumentException("by intention"));
                })
                .subscribeAsCompletionStage();

        assertThatThrownBy(result::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void endsRetriesAtShutdown() {
        // Given
        var result = start(Integer.MAX_VALUE);
        await().until(() -> patience.heldUp() == 1);

        // When
        patience.end();

        // Then
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(patience.heldUp()).isZero();
    }

    @Test
    void allowsAFirstAttemptAtShutdown() {
        patience.end();

        assertThat(start(1).join()).isOne();
    }

    /** An attempt that works the nth time. */
    private CompletableFuture<Integer> start(int works) {
        return patience.retryWhileAway(() -> {
                    var attempt = attempts.incrementAndGet();
                    return attempt == works
                            ? Uni.createFrom().item(attempt)
                            : Uni.createFrom().<Integer>failure(new StoreUnavailableException("by intention", null));
                })
                .subscribeAsCompletionStage();
    }
}
