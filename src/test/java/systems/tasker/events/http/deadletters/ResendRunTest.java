package systems.tasker.events.http.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResendRunTest {

    private final Numbers source = new Numbers();

    @Test
    void sendsBatchesUntilTheSourceIsAtItsEnd() {
        var run = run(100, false);

        run.sendAll().await().indefinitely();

        assertThat(source.batches).containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
        assertThat(run.sent()).isEqualTo(5);
        assertThat(run.next()).isNull();
    }

    @Test
    void endsAtTheLimitWithTheIdThatTheNextRunBeginsAfter() {
        var run = run(3, false);

        run.sendAll().await().indefinitely();

        assertThat(source.batches).containsExactly(List.of(1L, 2L), List.of(3L));
        assertThat(run.next()).isEqualTo(3);
    }

    @Test
    void sendsNothingInADryRun() {
        var run = run(100, true);

        run.sendAll().await().indefinitely();

        assertThat(source.batches).isEmpty();
        assertThat(run.sent()).isZero();
        assertThat(run.next()).isNull();
    }

    @Test
    void keepsTheCountOfSentMessagesWhenABatchFails() {
        // Given
        source.failingId = 3;
        var run = run(100, false);

        // When
        assertThatThrownBy(() -> run.sendAll().await().indefinitely()).hasMessage("connection lost");

        // Then
        assertThat(run.sent()).isEqualTo(2);
        assertThat(run.next()).isEqualTo(2);
    }

    private ResendRun<Long> run(int limit, boolean dryRun) {
        return new ResendRun<>(source, new ResendBudget(System::nanoTime, Waits.LONG, 2, limit, 0), 0, dryRun);
    }

    /** The numbers 1 to 5. */
    private static final class Numbers implements ResendSource<Long> {

        private static final long LAST = 5;

        private final List<List<Long>> batches = new ArrayList<>();
        private long failingId;

        @Override
        public Uni<Batch<Long>> next(long afterId, int max) {
            var lastId = Math.min(LAST, afterId + max);
            var ids = LongStream.rangeClosed(afterId + 1, lastId).boxed().toList();
            return Uni.createFrom().item(new Batch<>(ids, lastId, lastId == LAST));
        }

        @Override
        public Uni<Long> send(List<Long> messages) {
            if (messages.contains(failingId)) {
                return Uni.createFrom().failure(new IllegalStateException("connection lost"));
            }
            batches.add(messages);
            return Uni.createFrom().item((long) messages.size());
        }
    }
}
