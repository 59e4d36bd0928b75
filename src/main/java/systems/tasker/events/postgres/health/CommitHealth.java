package systems.tasker.events.postgres.health;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import systems.tasker.events.postgres.pgmq.DatabaseErrors;
import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;
import systems.tasker.events.publication.store.CommitVerdict;

/**
 * Remembers how the commits of the last seconds ended, those of the probe included.
 *
 * <p>Verdicts by which a result is rolled back on purpose count neither way: they show nothing of whether a result could be committed.
 * The time is that of the monotonic clock. Thread-safe.
 */
@Singleton
public final class CommitHealth {

    /** Short, so that the status is OK soon after the database is; longer than the interval between two probes would be needless. */
    public static final Duration WINDOW = Duration.ofSeconds(15);

    // So many failures in a row, and so long without a commit, are no longer those of a few results among others.
    private static final int TOTAL_FROM = 3;
    private static final Duration TOTAL_AFTER = Duration.ofSeconds(5);

    // Such a result fails alone and everywhere.
    private static final Set<Meaning> DATA = EnumSet.of(Meaning.INVALID_DATA, Meaning.LIMIT_EXCEEDED);
    private static final int SLICES = 5;
    private static final long SLICE_NANOS = WINDOW.toNanos() / SLICES;

    private final LongSupplier nanoTime;
    private final long start;
    private final Slice[] slices = new Slice[SLICES];
    private long committedAt;
    private long failuresInARow;
    private RejectionCause lastCause;

    private static final class Slice {

        private final long number;
        private long committed;
        private long failed;

        Slice(long number) {
            this.number = number;
        }
    }

    /**
     * The commits that failed lately.
     *
     * @param failed commits of the window that failed
     * @param all commits of the window
     * @param inARow commits that failed since the last one that succeeded
     * @param isTotal whether none succeeds
     * @param cause why the last one failed
     */
    public record Failures(long failed, long all, long inARow, boolean isTotal, RejectionCause cause) {

        public double ratio() {
            return isTotal ? 1 : (double) failed / all;
        }
    }

    @Inject
    CommitHealth() {
        this(System::nanoTime);
    }

    public CommitHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.committedAt = start;
    }

    /** Notes the end of a commit; one of both is null. */
    public void ended(CommitVerdict verdict, Throwable failure) {
        if (failure != null) {
            if (!DATA.contains(DatabaseErrors.meaning(failure))) {
                failed(failure);
            }
        } else if (verdict instanceof CommitVerdict.Committed) {
            committed();
        }
    }

    public synchronized void committed() {
        committedAt = nanoTime.getAsLong();
        failuresInARow = 0;
        slice().committed++;
    }

    public synchronized void failed(Throwable failure) {
        lastCause = RejectionCause.of(failure);
        failuresInARow++;
        slice().failed++;
    }

    /** Whether no commit has succeeded for a time. */
    public synchronized boolean isWithoutCommitFor(Duration time) {
        return nanoTime.getAsLong() - committedAt >= time.toNanos();
    }

    /** Empty while none failed. Without a commit since, a failure is remembered beyond the window. */
    public synchronized Optional<Failures> failures() {
        long failed = 0;
        long all = 0;
        var current = currentNumber();
        for (var slice : slices) {
            if (slice != null && current - slice.number < SLICES) {
                failed += slice.failed;
                all += slice.failed + slice.committed;
            }
        }
        var isTotal =
                failuresInARow > 0 && failed == all || failuresInARow >= TOTAL_FROM && isWithoutCommitFor(TOTAL_AFTER);
        return failed > 0 || failuresInARow > 0
                ? Optional.of(new Failures(failed, all, failuresInARow, isTotal, lastCause))
                : Optional.empty();
    }

    private Slice slice() {
        var number = currentNumber();
        var index = (int) (number % SLICES);
        if (slices[index] == null || slices[index].number != number) {
            slices[index] = new Slice(number);
        }
        return slices[index];
    }

    private long currentNumber() {
        return (nanoTime.getAsLong() - start) / SLICE_NANOS;
    }
}
