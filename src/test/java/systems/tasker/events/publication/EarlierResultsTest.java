package systems.tasker.events.publication;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.CommitVerdict.AlreadyAccepted;
import systems.tasker.events.publication.store.CommitVerdict.ClaimGone;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.publication.store.ResultCommit;

import static org.assertj.core.api.Assertions.assertThat;

/** What a result meets that came earlier: itself, another one, a newer claim. */
class EarlierResultsTest {

    private final ProcessorFixture bench = new ProcessorFixture();

    @Test
    void replaysTheSameBodyAndPublishesNothing() {
        var earlier = ProcessorFixture.accepted("digest");
        bench.ledger.answers(new AlreadyAccepted(earlier));

        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(acceptance).isEqualTo(new Acceptance(Acceptance.Kind.REPLAYED, earlier.receipt()));
        assertThat(bench.calls)
                .containsExactly(
                        "commit [payment.processed, payment.told]", "verdict already_accepted", "answered replayed");
    }

    @Test
    void rejectsAnotherBodyForTheSameAttemptAsConflict() {
        var earlier = ProcessorFixture.accepted("another digest");
        bench.ledger.answers(new AlreadyAccepted(earlier));

        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(acceptance).isEqualTo(new Acceptance(Acceptance.Kind.CONFLICT, earlier.receipt()));
        assertThat(bench.bus.events).isEmpty();
    }

    @Test
    void replaysAClaimedResultWhoseClaimIsStillTheOne() {
        bench.claimed(SampleStep.context(1));
        bench.ledger.answers(new AlreadyAccepted(ProcessorFixture.accepted("digest")));

        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.REPLAYED);
        assertThat(bench.ledger.commits).hasSize(1);
    }

    @Test
    void processesWithTheNewerClaimWhenTheStepWasClaimedAgainAtAnotherReplica() {
        for (var verdict :
                List.of(new ClaimGone(), new AlreadyAccepted(ProcessorFixture.accepted("digest of attempt 1")))) {
            // Given
            var each = new ProcessorFixture();
            each.claimed(SampleStep.context(1));
            var newer = new ClaimedContext(UUID.randomUUID(), SampleStep.context(2), OptionalInt.of(2));
            each.contexts.inStore = Optional.of(newer);
            each.ledger.answers(verdict);

            // When
            var acceptance = each.process(ProcessorFixture.claimedResult(SampleStep.failure(true)));

            // Then
            assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
            assertThat(acceptance.receipt().attempt()).isEqualTo(2);
            var commit = each.ledger.commits.get(1);
            assertThat(commit.claimId()).contains(newer.claimId());
            assertThat(commit.key().value()).isEqualTo("2");
            assertThat(each.calls.stream().filter(call -> call.startsWith("outcome")))
                    .hasSize(4);
        }
    }

    @Test
    void commitsWithoutAReleasedClaim() {
        // Given
        bench.claimed(SampleStep.context(1));
        bench.contexts.inStore = Optional.empty();
        bench.ledger.answers(new ClaimGone());

        // When
        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        // Then
        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        assertThat(bench.ledger.commits)
                .extracting(ResultCommit::claimId)
                .last()
                .isEqualTo(Optional.empty());
        assertThat(bench.calls)
                .containsSubsequence("verdict claim_gone", "refresh context", "verdict committed", "bus payment.shown");
        assertThat(bench.bus.events).hasSize(2);
    }

    @Test
    void readsTheLedgerFirstWhenTheAttemptIsUnknown() {
        bench.claimed(SampleStep.context());
        bench.ledger.known = Optional.of(ProcessorFixture.accepted("digest"));

        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.REPLAYED);
        assertThat(bench.calls).containsExactly("find context", "find digest digest", "answered replayed");
    }

    @Test
    void replaysTheSameBodyAfterTheNextClaim() {
        bench.claimed(SampleStep.context(2));
        bench.ledger.known = Optional.of(ProcessorFixture.accepted("digest"));

        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.REPLAYED);
        assertThat(bench.ledger.commits).isEmpty();
    }

    @Test
    void rejectsAnotherBodyOfAnAnsweredAttemptAsConflictWhenNoClaimSaysWhichAttemptItIs() {
        bench.ledger.known = Optional.of(ProcessorFixture.accepted("another digest"));

        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.CONFLICT);
        assertThat(bench.ledger.commits).isEmpty();
    }

    @Test
    void readsTheLedgerAgainWhenAStaleClaimIsGone() {
        // Given
        bench.claimed(SampleStep.context(2));
        bench.contexts.inStore = Optional.empty();
        bench.ledger.answers(new ClaimGone());

        // When
        bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        // Then
        assertThat(bench.calls)
                .containsSubsequence(
                        "find digest digest", "verdict claim_gone", "refresh context", "find digest digest");
        assertThat(bench.ledger.commits).extracting(ResultCommit::unclaimed).containsExactly(false, true);
    }

    @Test
    void checksAgainThatThereIsNoClaimOnceTheExpiredOneIsDeleted() {
        // Given
        bench.ledger.answers(new ClaimGone());

        // When
        var acceptance = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")));

        // Then
        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        assertThat(bench.calls).containsSubsequence("verdict claim_gone", "refresh context");
        assertThat(bench.ledger.commits).extracting(ResultCommit::unclaimed).containsExactly(true, true);
    }

    @Test
    void leavesTheClaimOfALaterAttemptThanTheBodyNames() {
        // Given
        bench.claimed(SampleStep.context(2));
        var late = new StepResultSubmission(SampleStep.success("{}"), Optional.empty(), OptionalInt.of(1), "digest");

        // When
        var acceptance = bench.process(late);

        // Then
        assertThat(acceptance.receipt().attempt()).isEqualTo(1);
        assertThat(bench.ledger.commits).extracting(ResultCommit::claimId).containsExactly(Optional.empty());
        assertThat(bench.bus.events).hasSize(2);
    }

    @Test
    void publishesAnUnknownAttemptThatTheLedgerDoesNotKnow() {
        bench.claimed(SampleStep.context());

        var receipt = bench.process(ProcessorFixture.claimedResult(SampleStep.success("{}")))
                .receipt();

        assertThat(receipt.attempt()).isNull();
        assertThat(bench.calls).containsSubsequence("find digest digest", "verdict committed", "bus payment.shown");
    }

    @Test
    void prefersTheAttemptOfTheSubmission() {
        var submission = new StepResultSubmission(
                SampleStep.success("{}"), Optional.of(SampleStep.context(1)), OptionalInt.of(4), "digest");

        assertThat(bench.process(submission).receipt().attempt()).isEqualTo(4);
    }
}
