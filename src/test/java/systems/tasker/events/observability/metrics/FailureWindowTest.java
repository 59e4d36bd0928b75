package systems.tasker.events.observability.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.template.TemplateCatalogs;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock stands still, as one that steps back does for a while; the monotonic time goes on. */
class FailureWindowTest {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final PublicationOutcome FAILURE = new PublicationOutcome(
            "any.event",
            "any",
            SampleStep.STEP_UUID,
            Optional.empty(),
            Optional.empty(),
            Status.FAILED,
            Optional.of(Reason.PUBLISHER_ERROR),
            List.of(),
            Optional.empty(),
            List.of());

    private long nanos;
    private final FailingEvents events = new FailingEvents(
            TemplateCatalogs.of(TreeSet::new),
            Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC),
            () -> nanos);

    @Test
    void reportsAFailureForTheWindowWhateverTheClockDoes() {
        // Given
        events.onOutcome(FAILURE);

        // When
        nanos += WINDOW.toNanos();

        // Then
        assertThat(events.reasons()).hasSize(1);
        nanos++;
        assertThat(events.reasons()).isEmpty();
    }

    @Test
    void countsAFailureWithinTheWindowToTheEarlierOnes() {
        events.onOutcome(FAILURE);
        nanos += WINDOW.toNanos();
        events.onOutcome(FAILURE);
        nanos += WINDOW.toNanos();

        assertThat(events.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .startsWith("undeclared events: 2 not published since 2026-11-27T12:00:00Z"));
    }
}
