package systems.tasker.events.publication;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.CommitVerdict.EventsRefused;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.DurableEvent.Refusal;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StepResultProcessorTest {

    private static final List<String> REFUSED = List.of(
            "payment.processed failed send_refused",
            "payment.shown published",
            "payment.told failed send_refused",
            "payment.failed skipped condition");

    private final ProcessorFixture bench = new ProcessorFixture();

    @Test
    void commitsBeforeItCallsListeners() {
        bench.claimed(SampleStep.context(1));

        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        assertThat(bench.calls)
                .containsExactly(
                        "find context",
                        "find digest digest",
                        "commit [payment.processed, payment.told]",
                        "verdict committed",
                        "forget context",
                        "outcome payment.processed published",
                        "outcome payment.shown published",
                        "outcome payment.told published",
                        "outcome payment.failed skipped",
                        "bus payment.shown",
                        "bus payment.told",
                        "answered accepted");
    }

    @Test
    void broadcastsAnEventWithOneId() {
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(bench.bus.events.get(1))
                .isSameAs(bench.ledger.commits.get(0).durableEvents().get(1).event());
    }

    @Test
    void putsTheMessageIdsOfTheCommitIntoTheReceiptOfDurableEventsOnly() {
        var receipt = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(3)))
                .receipt();

        assertThat(receipt.attempt()).isEqualTo(3);
        assertThat(receipt.outcome()).isEqualTo("success");
        assertThat(receipt.notification())
                .isEqualTo(new PublicationReceipt.Notification("orchestration_step_results", 100L));
        assertThat(receipt.events())
                .extracting(event -> event.eventName() + " " + event.queue() + " " + event.msgId())
                .containsExactly(
                        "payment.processed pay_domain_events 1",
                        "payment.shown null null",
                        "payment.told pay_domain_events 2",
                        "payment.failed null null");
    }

    @Test
    void dispatchesNothingWhenTheCommitFails() {
        bench.claimed(SampleStep.context(1));
        bench.ledger.verdicts.add(Uni.createFrom().failure(new StoreUnavailableException("away", null)));

        assertThatThrownBy(() -> bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}"))))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(bench.calls)
                .containsExactly("find context", "find digest digest", "commit [payment.processed, payment.told]");
    }

    @Test
    void commitsTheDurableEventsAsDeadLettersWhenTheirQueueRefusesThem() {
        bench.ledger.answers(new EventsRefused("too deep"));

        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(ProcessorFixture.outcomes(acceptance)).isEqualTo(REFUSED);
        assertThat(acceptance.receipt().events())
                .extracting(event -> event.queue() + " " + event.msgId())
                .containsExactly("pay_domain_events_dlq 1", "null null", "pay_domain_events_dlq 2", "null null");
        assertThat(bench.ledger.commits.get(1).durableEvents())
                .allSatisfy(durable -> assertThat(durable.refusal()).contains(new Refusal("too deep", SampleStep.NOW)))
                .extracting(DurableEvent::event)
                .extracting(DomainEvent::eventId)
                .containsExactly(
                        acceptance.receipt().events().get(0).eventId(),
                        acceptance.receipt().events().get(2).eventId());
        assertThat(bench.calls)
                .containsSubsequence(
                        "commit [payment.processed, payment.told]",
                        "verdict events_refused",
                        "commit [payment.processed dead, payment.told dead]",
                        "verdict committed",
                        "bus payment.shown")
                .doesNotContain("bus payment.told");
        assertThat(bench.statistics()).isEqualTo(new RouterStatistics(3, 0, 1, 0, 0, 2));
    }

    @Test
    void commitsWithoutTheDurableEventsWhenTheDeadLettersRefuseThemToo() {
        bench.ledger.answers(new EventsRefused("too deep"));
        bench.ledger.answers(new EventsRefused("too deep"));

        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(ProcessorFixture.outcomes(acceptance)).isEqualTo(REFUSED);
        assertThat(acceptance.receipt().events()).allMatch(event -> event.queue() == null);
        assertThat(bench.calls)
                .containsSubsequence(
                        "commit [payment.processed dead, payment.told dead]",
                        "verdict events_refused",
                        "commit []",
                        "verdict committed",
                        "bus payment.shown")
                .doesNotContain("bus payment.told");
        assertThat(bench.statistics()).isEqualTo(new RouterStatistics(3, 0, 1, 0, 0, 2));
    }

    @Test
    void keepsTheDeadLettersThatAreNotRefusedOneByOne() {
        // Given
        bench.ledger.answers(new EventsRefused("too deep"));
        bench.ledger.answers(new EventsRefused("too deep"));
        bench.ledger.refused.add("payment.processed");

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance)).isEqualTo(REFUSED);
        assertThat(acceptance.receipt().events())
                .extracting(event -> event.queue() + " " + event.msgId())
                .containsExactly("null null", "null null", "pay_domain_events_dlq 1", "null null");
        assertThat(bench.calls)
                .containsSubsequence(
                        "commit [payment.processed dead, payment.told dead]",
                        "try [payment.processed dead, payment.told dead]",
                        "commit [payment.told dead]",
                        "verdict committed");
    }

    @Test
    void containsAListenerThatThrows() {
        // Given
        bench.listeners.add(0, new PublicationListener() {
            @Override
            public void onOutcome(PublicationOutcome outcome) {
                throw new IllegalStateException("meter broken");
            }

            @Override
            public void onAnswered(Acceptance acceptance, Duration took) {
                throw new NoClassDefFoundError("meter");
            }

            @Override
            public void onVerdict(CommitVerdict verdict, Duration took) {
                throw new IllegalArgumentException("tag");
            }
        });

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        assertThat(bench.calls)
                .contains(
                        "verdict committed", "outcome payment.failed skipped", "bus payment.told", "answered accepted");
    }

    @Test
    void countsBusFailuresAndAcceptsTheResult() {
        bench.bus.broken = true;

        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        assertThat(bench.statistics()).isEqualTo(new RouterStatistics(3, 1, 0, 0, 2, 0));
    }

    @Test
    void countsEventsByDeliveryMode() {
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));
        bench.process(ProcessorFixture.inlineResult(SampleStep.failure(false), SampleStep.context(1)));

        assertThat(bench.statistics()).isEqualTo(new RouterStatistics(4, 2, 1, 1, 0, 0));
    }
}
