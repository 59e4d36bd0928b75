package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;

import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.step.AttemptKey;

import static org.assertj.core.api.Assertions.assertThat;

class CommitQueueTest {

    private static final int MAX_RESULTS = 3;
    private static final int MAX_SIZE = 100;

    private final List<List<PendingCommit>> left = new ArrayList<>();
    private final List<UniEmitter<? super Void>> inFlight = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private boolean hasTasks;
    private long now;

    @Test
    void sendsASingleCommitWithoutDelay() {
        var alone = commit(1);

        queue(1).add(alone);

        assertThat(left).containsExactly(List.of(alone));
    }

    @Test
    void gathersResultsThatArriveDuringACommit() {
        // Given
        var queue = queue(2);
        var commits = commits(3);
        commits.forEach(queue::add);

        // When
        finish(0);

        // Then
        assertThat(left).containsExactly(commits.subList(0, 1), commits.subList(1, 3));
    }

    @Test
    void gathersResultsOfTheTasksThatWait() {
        // Given
        var queue = queue(2);
        var commits = commits(3);
        hasTasks = true;

        // When
        commits.forEach(queue::add);
        tasks.forEach(Runnable::run);

        // Then
        assertThat(left).containsExactly(commits);
    }

    @Test
    void opensAnotherLaneForAFullBatch() {
        // Given
        var queue = queue(2);
        var commits = commits(1 + MAX_RESULTS);

        // When
        commits.forEach(queue::add);

        // Then
        assertThat(left).containsExactly(commits.subList(0, 1), commits.subList(1, 1 + MAX_RESULTS));
    }

    @Test
    void opensAnotherLaneWhenACommitIsSlow() {
        // Given
        var queue = queue(2);
        var commits = commits(3);
        commits.forEach(queue::add);

        // When
        passTime();

        // Then
        assertThat(left).containsExactly(commits.subList(0, 1), commits.subList(1, 3));
    }

    @Test
    void sendsWithoutDelayBesideASlowCommit() {
        // Given
        var queue = queue(3);
        var commits = commits(3);
        queue.add(commits.get(0));
        now += CommitQueue.SLOW_COMMIT.toNanos();

        // When
        queue.add(commits.get(1));
        finish(1);
        queue.add(commits.get(2));

        // Then
        assertThat(left).containsExactly(commits.subList(0, 1), commits.subList(1, 2), commits.subList(2, 3));
    }

    @Test
    void waitsForALaneThatStartedMeanwhile() {
        // Given
        var queue = queue(2);
        var commits = commits(3);
        commits.subList(0, 2).forEach(queue::add);
        now += CommitQueue.SLOW_COMMIT.toNanos() / 2;
        finish(0);
        queue.add(commits.get(2));

        // When
        timers.remove(0).run();
        var before = List.copyOf(left);
        passTime();

        // Then
        assertThat(before).containsExactly(commits.subList(0, 1), commits.subList(1, 2));
        assertThat(left).hasSize(3);
    }

    @Test
    void staysWithinItsLanes() {
        // Given
        var queue = queue(2);
        var commits = commits(3 * MAX_RESULTS);

        // When
        commits.forEach(queue::add);
        passTime();

        // Then
        assertThat(left).hasSize(2);
    }

    @Test
    void sendsGatheredCommitsAsOneBatchInOrder() {
        // Given
        var queue = queue(1);
        var commits = commits(4);
        commits.forEach(queue::add);

        // When
        finish(0);

        // Then
        assertThat(left).containsExactly(commits.subList(0, 1), commits.subList(1, 4));
    }

    @Test
    void boundsABatchByCount() {
        // Given
        var queue = queue(1);
        var commits = commits(2 + MAX_RESULTS);
        commits.forEach(queue::add);

        // When
        finish(0);
        finish(1);

        // Then
        assertThat(left)
                .containsExactly(commits.subList(0, 1), commits.subList(1, 1 + MAX_RESULTS), commits.subList(4, 5));
    }

    @Test
    void boundsABatchBySize() {
        // Given
        var queue = queue(1);
        var first = commit(1);
        var fits = List.of(commit(60), commit(40));
        var tooMuch = commit(1);
        queue.add(first);
        fits.forEach(queue::add);
        queue.add(tooMuch);

        // When
        finish(0);

        // Then
        assertThat(left).containsExactly(List.of(first), fits);
    }

    @Test
    void sendsATooLargeCommitAsItsOwnBatch() {
        // Given
        var queue = queue(1);
        var small = commit(1);
        var large = commit(MAX_SIZE + 1);
        var next = commit(1);
        List.of(small, large, next).forEach(queue::add);

        // When
        finish(0);
        finish(1);

        // Then
        assertThat(left).containsExactly(List.of(small), List.of(large), List.of(next));
    }

    @Test
    void separatesTheSameResultIntoDifferentBatches() {
        // Given
        var queue = queue(1);
        var first = commit(1);
        var once = commit(1);
        var other = commit(1);
        var again = commit(once.key(), 1);
        List.of(first, once, other, again).forEach(queue::add);

        // When
        finish(0);
        finish(1);

        // Then
        assertThat(left).containsExactly(List.of(first), List.of(once, other), List.of(again));
    }

    @Test
    void reusesAnIdleLane() {
        // Given
        var queue = queue(1);
        var commits = commits(2);
        queue.add(commits.get(0));
        finish(0);

        // When
        queue.add(commits.get(1));

        // Then
        assertThat(left).containsExactly(commits.subList(0, 1), commits.subList(1, 2));
    }

    @Test
    void removesAWithdrawnCommit() {
        // Given
        var queue = queue(1);
        var commits = commits(3);
        commits.forEach(queue::add);

        // When
        queue.withdraw(commits.get(1));
        finish(0);

        // Then
        assertThat(left).containsExactly(commits.subList(0, 1), commits.subList(2, 3));
    }

    @Test
    void sendsManyCommitsThatEndAtOnceWithoutAStackOverflow() {
        // Given many batches, of one commit each
        var queue = queue(1, batch -> {
            left.add(batch);
            return left.size() == 1
                    ? Uni.createFrom().emitter(inFlight::add)
                    : Uni.createFrom().voidItem();
        });
        var key = new AttemptKey(UUID.randomUUID(), "1");
        var same = IntStream.range(0, 20_000).mapToObj(i -> commit(key, 1)).toList();
        same.forEach(queue::add);

        // When
        finish(0);

        // Then
        assertThat(left).hasSize(same.size());
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void freesTheLaneOfACommitThatThrows() {
        // Given
        var bug = new IllegalStateException("bug");
        var queue = queue(1, batch -> {
            left.add(batch);
            throw bug;
        });
        var failures = new ArrayList<Throwable>();

        // When
        for (int i = 0; i < 2; i++) {
            Uni.createFrom()
                    .<CommitVerdict>emitter(
                            waiting -> queue.add(new PendingCommit(commit(1).commit(), waiting)))
                    .subscribe()
                    .with(verdict -> {}, failures::add);
        }

        // Then
        assertThat(left).hasSize(2);
        assertThat(failures).containsExactly(bug, bug);
    }

    private CommitQueue queue(int lanes) {
        return queue(lanes, batch -> {
            left.add(batch);
            return Uni.createFrom().emitter(inFlight::add);
        });
    }

    private CommitQueue queue(int lanes, Function<List<PendingCommit>, Uni<Void>> committer) {
        return new CommitQueue(committer, lanes, MAX_RESULTS, MAX_SIZE, new CommitQueue.Timer() {

            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public void after(Duration delay, Runnable action) {
                timers.add(action);
            }

            @Override
            public void afterTasks(Runnable action) {
                if (hasTasks) {
                    tasks.add(action);
                } else {
                    action.run();
                }
            }
        });
    }

    private void passTime() {
        now += CommitQueue.SLOW_COMMIT.toNanos();
        var due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    private void finish(int batch) {
        inFlight.get(batch).complete(null);
    }

    private static List<PendingCommit> commits(int count) {
        return IntStream.range(0, count).mapToObj(i -> commit(1)).toList();
    }

    private static PendingCommit commit(int size) {
        return commit(new AttemptKey(UUID.randomUUID(), "1"), size);
    }

    private static PendingCommit commit(AttemptKey key, int size) {
        var receipt = new PublicationReceipt(
                key.stepUuid(), 1, "success", new PublicationReceipt.Notification("queue", null), List.of());
        return new PendingCommit(
                new ResultCommit(
                        key,
                        "digest",
                        Optional.empty(),
                        false,
                        "queue",
                        JsonNodeFactory.instance.objectNode(),
                        List.of(),
                        receipt,
                        size,
                        SpanContext.getInvalid()),
                null);
    }
}
