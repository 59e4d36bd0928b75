package systems.tasker.events.publication.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.PublicationReceipt.EventReceipt;
import systems.tasker.events.publication.store.PublicationReceipt.Notification;
import systems.tasker.events.step.AttemptKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResultCommitTest {

    private final DomainEvent first = SampleStep.event("payment.processed");
    private final DomainEvent second = SampleStep.event("payment.told");

    @Test
    void putsMessageIdsIntoTheReceiptByEventId() {
        // Given
        var msgIds = Map.of(second.eventId(), 2L, first.eventId(), 1L);

        // When
        var receipt = receipt(first, second).withMsgIds(100, msgIds);

        // Then
        assertThat(receipt.notification().msgId()).isEqualTo(100);
        assertThat(receipt.events()).extracting(EventReceipt::msgId).containsExactly(1L, null, 2L);
    }

    @Test
    void rejectsAReceiptWhoseQueuedEventsDifferFromTheCommit() {
        assertThat(commit(List.of(first, second), receipt(first, second)).durableEvents())
                .hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> commit(List.of(second, first), receipt(first, second)))
                .withMessageContaining(first.eventId().toString());
    }

    private static ResultCommit commit(List<DomainEvent> events, PublicationReceipt receipt) {
        return new ResultCommit(
                AttemptKey.of(SampleStep.STEP_UUID, OptionalInt.of(1), "digest"),
                "digest",
                Optional.empty(),
                false,
                "results",
                JsonNodeFactory.instance.objectNode(),
                events.stream()
                        .map(event -> new DurableEvent(
                                event, "pay_domain_events", List.of(), Optional.empty(), Optional.empty()))
                        .toList(),
                receipt,
                1_000,
                SpanContext.getInvalid());
    }

    /** A receipt with a fast event between two durable ones. */
    private static PublicationReceipt receipt(DomainEvent one, DomainEvent other) {
        return new PublicationReceipt(
                SampleStep.STEP_UUID,
                1,
                "success",
                new Notification("results", null),
                List.of(
                        line(one, "pay_domain_events"),
                        line(SampleStep.event("payment.shown"), null),
                        line(other, "pay_domain_events")));
    }

    private static EventReceipt line(DomainEvent event, String queue) {
        return new EventReceipt(
                event.eventName().value(),
                "published",
                null,
                List.of(),
                List.of(),
                event.eventId(),
                "durable",
                queue,
                null);
    }
}
