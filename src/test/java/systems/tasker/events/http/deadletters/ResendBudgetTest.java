package systems.tasker.events.http.deadletters;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResendBudgetTest {

    private static final int NO_RATE = 0;

    private long now;

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 1", "9, 1", "50, 5", "1000, 100", "100000, 100"})
    void sendsBatchesThatSuitTheRate(int rate, int batch) {
        assertThat(allowance(10_000, rate).batch()).isEqualTo(batch);
    }

    @Test
    void grantsNoMoreThanTheRemainingBudget() {
        // Given
        var allowance = allowance(150, NO_RATE);

        // When
        allowance.use(100);

        // Then
        assertThat(allowance.batch()).isEqualTo(50);
        assertThat(allowance.isUsedUp()).isFalse();
        allowance.use(50);
        assertThat(allowance.isUsedUp()).isTrue();
    }

    @Test
    void waitsForTheResendRate() {
        // Given
        var allowance = allowance(100, 10);
        assertThat(allowance.pause()).isZero();

        // When
        allowance.use(5);
        now += Duration.ofMillis(200).toNanos();

        // Then
        assertThat(allowance.pause()).isEqualTo(Duration.ofMillis(300));
        now += Duration.ofSeconds(1).toNanos();
        assertThat(allowance.pause()).isZero();
    }

    @Test
    void endsAtTheResendTimeout() {
        var allowance = allowance(100, NO_RATE);

        now += Duration.ofMillis(29_999).toNanos();
        assertThat(allowance.isUsedUp()).isFalse();

        now += Duration.ofMillis(1).toNanos();
        assertThat(allowance.isUsedUp()).isTrue();
    }

    @Test
    void endsWhenTheNextBatchWouldExceedTheTimeout() {
        var allowance = allowance(100, 1);

        allowance.use(29);
        assertThat(allowance.isUsedUp()).isFalse();

        allowance.use(1);
        assertThat(allowance.isUsedUp()).isTrue();
    }

    private ResendBudget allowance(int messages, int rate) {
        return new ResendBudget(() -> now, Duration.ofSeconds(30), 100, messages, rate);
    }
}
