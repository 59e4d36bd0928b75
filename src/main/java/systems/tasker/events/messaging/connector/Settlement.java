package systems.tasker.events.messaging.connector;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.postgres.pgmq.Backoff;
import systems.tasker.events.postgres.pgmq.DatabaseErrors;
import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;
import systems.tasker.events.postgres.pgmq.DeadLetter;
import systems.tasker.events.postgres.pgmq.MessageText;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;

/**
 * Ends the leases of a queue's messages: acknowledged, shown again, or moved to the dead-letter queue.
 *
 * <p>Acknowledgements that arrive while others are sent share a statement. They are retried while the database is unavailable: the work is
 * done, and a lost acknowledgement would repeat it.
 */
final class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(5));
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    // A dropped queue took its messages with it.
    private static final Set<Meaning> FINAL =
            EnumSet.of(Meaning.INVALID_DATA, Meaning.LIMIT_EXCEEDED, Meaning.WRONG_STATEMENT, Meaning.MISSING_TABLE);
    private static final String ATTEMPTS_EXHAUSTED = "attempts_exhausted";
    private static final String HANDLER_FAILED = "handler_failed";

    private final String queue;
    private final IncomingSettings settings;
    private final PgmqClient client;
    private final QueueWakeUps wakeUps;
    private final Clock clock;
    private final Coalescer<Acknowledgement> acknowledgements;
    private final LogThrottle deadLetters = new LogThrottle();
    private final LogThrottle unsettled = new LogThrottle();

    private record Acknowledgement(long id, UniEmitter<? super Void> done) {}

    Settlement(String queue, IncomingSettings settings, PgmqClient client, QueueWakeUps wakeUps, Clock clock) {
        this.queue = queue;
        this.settings = settings;
        this.client = client;
        this.wakeUps = wakeUps;
        this.clock = clock;
        this.acknowledgements = new Coalescer<>(settings.maxConcurrency(), this::acknowledge);
    }

    /** Settles a message that was handled. */
    Uni<Void> acknowledge(Lease lease) {
        return Uni.createFrom().emitter(done -> acknowledgements.add(new Acknowledgement(lease.id(), done)));
    }

    /** Moves a message to the dead-letter queue. */
    Uni<Void> reject(Lease lease, PgmqRejection rejection) {
        var message = lease.message();
        var target = settings.deadLetterQueueOf(queue);
        var why = new DeadLetter(
                rejection.reason(),
                rejection.errors(),
                message.enqueuedAt(),
                clock.instant(),
                message.readCount(),
                queue,
                Optional.of(message.id()));
        var dead = new MessageText(message.text(), why.addTo(message.headers()).toString());
        deadLetters.log(messages -> LOG.warnf(
                "Message moved to the dead-letter queue: queue=%s msg_id=%d reason=%s attempts=%d messages_since_last_line=%d",
                queue, message.id(), rejection.reason(), message.readCount(), messages));
        return withRetries(client.move(queue, message.id(), settings.archives(), target, dead))
                .invoke(() -> wakeUps.sent(Set.of(target)))
                .replaceWithVoid();
    }

    /** Settles a message that was not handled, as the channel's failure strategy says. */
    Uni<Void> nack(Lease lease, Throwable failure) {
        return switch (settings.failureStrategy()) {
            case RETRY ->
                hasAttempts(lease.message().readCount() + 1)
                        ? retry(lease)
                        : reject(lease, because(ATTEMPTS_EXHAUSTED, String.valueOf(failure)));
            case DEAD_LETTER_QUEUE -> reject(lease, because(HANDLER_FAILED, String.valueOf(failure)));
            case IGNORE -> acknowledge(lease);
            case FAIL -> release(List.of(lease));
        };
    }

    /** Whether a message was taken more often than it may: one that hangs or crashes the process is never nacked. */
    boolean isPoison(Lease lease) {
        return settings.failureStrategy() == FailureStrategy.RETRY
                && !hasAttempts(lease.message().readCount());
    }

    /** Moves such a message to the dead-letter queue. */
    Uni<Void> rejectPoison(Lease lease) {
        return reject(lease, because(ATTEMPTS_EXHAUSTED, "None of its handlers ended before its lease did"));
    }

    /** Shows a message again after a pause that grows with its attempts; to the nearest second, which is what PGMQ knows. */
    private Uni<Void> retry(Lease lease) {
        var pause = settings.backoff().after(lease.message().readCount());
        return show(List.of(lease), (int) Math.min(Integer.MAX_VALUE, Math.round(pause.toMillis() / 1e3)));
    }

    /** Shows messages again at once; never fails. */
    Uni<Void> release(List<Lease> leases) {
        return (leases.isEmpty() ? Uni.createFrom().voidItem() : show(leases, 0))
                .onFailure()
                .invoke(fault -> LOG.warnf("Leases not released: queue=%s error=%s", queue, fault))
                .onFailure()
                .recoverWithNull();
    }

    /** Extends the leases of messages that are still handled, up to the longest time that a handler may have. */
    void extend(Collection<Lease> held) {
        var now = System.nanoTime();
        var longest = settings.leaseExtension().toNanos();
        var extended =
                held.stream().filter(lease -> now - lease.takenAt() < longest).toList();
        if (!extended.isEmpty()) {
            show(extended, (int) settings.lease().toSeconds())
                    .subscribe()
                    .with(done -> {}, fault -> LOG.warnf("Leases not extended: queue=%s error=%s", queue, fault));
        }
    }

    private boolean hasAttempts(int attempts) {
        return settings.maxAttempts() == 0 || attempts <= settings.maxAttempts();
    }

    private static PgmqRejection because(String reason, String error) {
        return new PgmqRejection(reason, List.of(error));
    }

    private Uni<Void> show(List<Lease> leases, int seconds) {
        return client.setVisibilityTimeout(queue, leases.stream().map(Lease::id).toList(), seconds)
                .ifNoItem()
                .after(TIMEOUT)
                .fail();
    }

    private Uni<Void> acknowledge(List<Acknowledgement> batch) {
        var ids = batch.stream().map(Acknowledgement::id).toList();
        return withRetries(settings.archives() ? client.archive(queue, ids) : client.delete(queue, ids))
                .onFailure()
                .invoke(fault -> unsettled.log(faults -> LOG.errorf(
                        "Messages not acknowledged, they are delivered again: queue=%s messages=%d faults_since_last_line=%d error=%s",
                        queue, ids.size(), faults, fault)))
                .onItemOrFailure()
                .invoke((gone, fault) -> batch.forEach(each -> {
                    if (fault == null) {
                        each.done().complete(null);
                    } else {
                        each.done().fail(fault);
                    }
                }))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Each try has a timeout, because a connection that breaks may answer nothing. */
    private static <T> Uni<T> withRetries(Uni<T> call) {
        return call.ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure(Settlement::isRetryable)
                .retry()
                .withBackOff(RETRY.first(), RETRY.max())
                .indefinitely();
    }

    /** Only a fault of the statement or its data is final. What is unknown is tried again: the work of the message is done. */
    private static boolean isRetryable(Throwable fault) {
        return !FINAL.contains(DatabaseErrors.meaning(fault));
    }
}
