package systems.tasker.events.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultRateTest {

    private static final Caller ALICE = new Caller("10.0.0.1", "alice");
    private static final Caller STRANGER = new Caller("10.0.0.1", null);

    private long nanos = Long.MAX_VALUE - 1;
    private final ResultRate rate = new ResultRate(10, () -> nanos);

    @Test
    void allowsAsManyResultsAsTheRatePerSecond() {
        // When
        for (int i = 0; i < 10; i++) {
            assertThat(rate.tryUse(ALICE)).isZero();
        }

        // Then
        assertThat(rate.tryUse(ALICE)).isEqualTo(Duration.ofSeconds(1));
        assertThat(rate.tryUse(STRANGER)).as("of another bucket").isZero();
    }

    @Test
    void refillsTheBucketEvenly() {
        rate.use(ALICE, 10);

        pass(99);
        assertThat(rate.tryUse(ALICE)).isEqualTo(Duration.ofSeconds(1));
        pass(1);
        assertThat(rate.tryUse(ALICE)).isZero();
        assertThat(rate.tryUse(ALICE)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void accumulatesNoMoreThanASecond() {
        rate.use(ALICE, 10);
        pass(60_000);

        rate.use(ALICE, 9);

        assertThat(rate.tryUse(ALICE)).isZero();
        assertThat(rate.tryUse(ALICE)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void allowsALargeBatchAndDelaysTheNextOne() {
        assertThat(rate.tryUse(ALICE)).isZero();
        rate.use(ALICE, 999);

        assertThat(rate.tryUse(ALICE)).isEqualTo(Duration.ofSeconds(100));
        pass(99_000);
        assertThat(rate.tryUse(ALICE)).isEqualTo(Duration.ofSeconds(1));
        pass(100);
        assertThat(rate.tryUse(ALICE)).isZero();
    }

    @Test
    void countsNoCallerWithoutALimit() {
        var unlimited = new ResultRate(0, () -> nanos);

        unlimited.use(ALICE, Integer.MAX_VALUE);

        assertThat(unlimited.tryUse(ALICE)).isZero();
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
