package systems.tasker.events.messaging.results;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import systems.tasker.events.json.JsonBody;
import systems.tasker.events.messaging.connector.PgmqRejection;
import systems.tasker.events.publication.StepResultProcessor;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publication.store.StoreUnavailableException;

/**
 * Takes messages with step results, each from its arrival to its acknowledgement.
 *
 * <pre>
 *     message ─▶ read ─▶ journey ─▶ accepted now or before ──▶ acknowledge
 *                 │         │ another result was accepted for the attempt ──▶ reject
 *                 │         │ the database is unavailable ──▶ back off, retry
 *                 │         │ anything else ──▶ refuse: the channel's failure strategy decides
 *                 └─ can never be accepted ──▶ reject
 * </pre>
 *
 * <p>A message that waits for the database is not released: it would not be processed sooner, and its attempts would be used up.
 */
final class ResultMessages {

    private final StepResultProcessor processor;
    private final JsonBody bodies;
    private final long maxBytes;
    private final RetryPolicy retries;
    private final SenderTrace traces;
    private final ChannelLog log = new ChannelLog();

    ResultMessages(StepResultProcessor processor, RetryPolicy retries, long maxBytes, SenderTrace traces) {
        this.processor = processor;
        this.bodies = new JsonBody();
        this.maxBytes = maxBytes;
        this.retries = retries;
        this.traces = traces;
    }

    /** Ends when the message is acknowledged, refused or rejected; at shutdown also when it could not be. Never fails. */
    Uni<Void> take(Message<byte[]> message) {
        return retries.retryWhileUnavailable(() -> processor.process(read(message)))
                .map(Rejections::of)
                .onItemOrFailure()
                .transformToUni((rejection, failure) ->
                        Uni.createFrom().completionStage(() -> settle(message, rejection, failure)))
                .onFailure()
                .invoke(log::unsettled)
                .onFailure()
                .recoverWithNull();
    }

    private StepResultSubmission read(Message<byte[]> message) {
        var bytes = MessageWindow.sizeOf(message);
        if (bytes > maxBytes) {
            throw new MessageRejectedException(Rejections.tooLarge(maxBytes));
        } else if (bytes == 0) {
            throw new MessageRejectedException(Rejections.empty());
        }
        return StepResultSubmission.of(bodies.read(message.getPayload())).in(traces.of(message));
    }

    private CompletionStage<Void> settle(Message<byte[]> message, Optional<PgmqRejection> rejected, Throwable failure) {
        if (failure instanceof StoreUnavailableException) {
            // The process shuts down; unsettled as it is, the message comes again.
            return CompletableFuture.completedStage(null);
        }
        var rejection = failure == null ? rejected : Rejections.of(failure);
        if (rejection.isPresent()) {
            log.rejected(rejection.get());
            return message.nack(new MessageRejectedException(rejection.get()), Metadata.of(rejection.get()));
        } else if (failure != null) {
            log.failed(failure);
            return message.nack(failure);
        }
        return message.ack();
    }
}
