package systems.tasker.events.observability;

import java.time.Duration;

import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/** The time is a number that the tests move: no clock is read. */
class ChannelWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private long now;
    private final ChannelWatch watch = new ChannelWatch(() -> now);
    private final ChannelProgress progress = watch.watch("Channel in", PATIENCE);

    @Test
    void isStuckWhenMessagesWaitForThePatienceAndNoneIsTaken() {
        // Given
        progress.waits("messages wait, and none was taken");

        // When
        move(PATIENCE);

        // Then
        assertThat(watch.reasons())
                .containsExactly(StatusReason.degraded(
                        "channel_stuck", "Channel in: messages wait, and none was taken for 30 s"));
        var ready = new ChannelsReadyCheck(watch).call();
        assertThat(ready.getStatus()).isEqualTo(Status.UP);
        assertThat(ready.getData().orElseThrow()).containsKey("stuck");
    }

    @Test
    void isNotStuckBeforeThePatienceIsOver() {
        move(PATIENCE.multipliedBy(10));
        progress.waits("messages wait");
        move(PATIENCE.minusNanos(1));

        assertThat(watch.stuck()).isEmpty();
        assertThat(new ChannelsReadyCheck(watch).call().getData()).isEmpty();
    }

    @Test
    void countsFromTheLastProgress() {
        progress.waits("messages wait");
        move(Duration.ofSeconds(20));
        progress.moved();
        progress.waits("messages wait");
        move(Duration.ofSeconds(20));

        assertThat(watch.stuck()).isEmpty();
        move(Duration.ofSeconds(10));
        assertThat(watch.stuck()).hasSize(1);
    }

    @Test
    void isNotStuckUnderBackPressure() {
        progress.waits("messages wait");
        move(Duration.ofSeconds(20));
        progress.nothingWaits();
        progress.waits("messages wait");
        move(Duration.ofSeconds(20));

        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void logsOnceWhenAChannelGetsStuckAndOnceWhenItIsNot() {
        // Given
        var log = new LogLines(ChannelWatch.class.getName());
        progress.waits("messages wait");
        move(PATIENCE);

        // When
        log();
        log();
        progress.moved();
        log();
        log();
        log.close();

        // Then
        assertThat(log.with("Channel stuck: ")).isEqualTo(1);
        assertThat(log.with("Channel no longer stuck: ")).isEqualTo(1);
    }

    @Test
    void isStuckWhenNothingThatWasSubmittedIsAcknowledged() {
        // Given
        var sending = watch.watchSending("Channel out", PATIENCE);
        sending.submitted();
        sending.submitted();
        sending.settled();

        // When
        move(PATIENCE);

        // Then
        assertThat(watch.stuck()).singleElement().asString().startsWith("Channel out: messages were submitted");
        sending.settled();
        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void isStuckWhileSendsFailAtOnceUntilOneSucceeds() {
        // Given
        var sending = watch.watchSending("Channel out", PATIENCE);
        for (int i = 0; i < 10; i++) {
            sending.submitted();
            sending.failed();
            move(Duration.ofSeconds(4));
        }

        // Then
        assertThat(watch.stuck()).singleElement().asString().startsWith("Channel out: messages cannot be sent");
        sending.submitted();
        assertThat(watch.stuck()).hasSize(1);
        sending.settled();
        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void forgetsASendThatFailedWithoutAnotherAttempt() {
        var sending = watch.watchSending("Channel out", PATIENCE);
        sending.submitted();
        sending.failed();
        move(PATIENCE);
        assertThat(watch.stuck()).hasSize(1);

        move(Duration.ofMinutes(10));

        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void forgetsAClosedChannel() {
        progress.waits("messages wait");
        move(PATIENCE);

        watch.forget("Channel in");

        assertThat(watch.stuck()).isEmpty();
    }

    private void log() {
        watch.run().await().indefinitely();
    }

    private void move(Duration by) {
        now += by.toNanos();
    }
}
