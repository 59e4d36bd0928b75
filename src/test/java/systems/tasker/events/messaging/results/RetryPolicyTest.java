package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

class RetryPolicyTest {

    private final RetryPolicy retries = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10));
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void end() {
        retries.end();
    }

    @Test
    void retriesUntilTheDatabaseIsAvailable() {
        var result = start(5);

        assertThat(result.join()).isEqualTo(5);
        assertThat(retries.waiting()).isZero();
    }

    @Test
    void countsEachWaitingResultOnce() {
        // Given
        start(Integer.MAX_VALUE);
        start(Integer.MAX_VALUE);

        // When
        await().until(() -> attempts.get() > 10);

        // Then
        assertThat(retries.waiting()).isEqualTo(2);
    }

    @Test
    void doesNotRetryOtherFailures() {
        var result = retries.retryWhileUnavailable(() -> {
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
        await().until(() -> retries.waiting() == 1);

        // When
        retries.end();

        // Then
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(retries.waiting()).isZero();
    }

    @Test
    void allowsAFirstAttemptAtShutdown() {
        retries.end();

        assertThat(start(1).join()).isOne();
    }

    /** An attempt that works the nth time. */
    private CompletableFuture<Integer> start(int works) {
        return retries.retryWhileUnavailable(() -> {
                    var attempt = attempts.incrementAndGet();
                    return attempt == works
                            ? Uni.createFrom().item(attempt)
                            : Uni.createFrom().<Integer>failure(new StoreUnavailableException("by intention", null));
                })
                .subscribeAsCompletionStage();
    }
}
