package systems.tasker.events.publication;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeapBudgetTest {

    private final HeapBudget budget = new HeapBudget(100);

    @Test
    void takesUpToItsMaximumAndReleasesAsAWhole() {
        var share = budget.share();

        assertThat(share.take(60)).isTrue();
        assertThat(share.take(60)).isFalse();
        assertThat(share.take(40)).isTrue();
        assertThat(budget.used()).isEqualTo(100);
        share.release();

        assertThat(budget.used()).isZero();
        assertThat(share.take(1)).as("after its release").isFalse();
        assertThat(budget.used()).isZero();
    }

    @Test
    void holdsTheHeapOfWorkUntilItEnds() {
        // Given
        var work = new CompletableFuture<String>();
        var first = budget.during(80, () -> Uni.createFrom().completionStage(work))
                .subscribe()
                .asCompletionStage();

        // When
        var second = budget.during(30, () -> Uni.createFrom().item("second"));
        var rejected = second.subscribe().asCompletionStage();
        work.complete("first");

        // Then
        assertThat(first.join()).isEqualTo("first");
        assertThatThrownBy(rejected::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(budget.used()).isZero();
        assertThat(budget.during(30, () -> Uni.createFrom().item("third"))
                        .await()
                        .indefinitely())
                .isEqualTo("third");
    }

    @Test
    void releasesTheHeapOfWorkThatFails() {
        var failing = budget.during(80, () -> Uni.createFrom().failure(new IllegalStateException("by intention")));

        assertThatThrownBy(() -> failing.await().indefinitely()).hasMessage("by intention");
        assertThat(budget.used()).isZero();
    }
}
