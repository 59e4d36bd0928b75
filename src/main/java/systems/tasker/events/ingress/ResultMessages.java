package systems.tasker.events.ingress;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Message;

import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.StepResultProcessor;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publication.StoreUnavailableException;

/**
 * Takes messages with step results, each from its arrival to its acknowledgement.
 *
 * <pre>
 *     message ─▶ read ─▶ journey ─▶ accepted now or before ──▶ acknowledge
 *                 │         │ another result was accepted for the attempt ──▶ reject
 *                 │         │ the database is away ──▶ pause, read again
 *                 │         │ anything else ──▶ refuse: the channel's failure strategy decides
 *                 └─ can never be accepted ──▶ reject
 * </pre>
 *
 * <p>A message that waits for the database is not handed back: its turn would not come sooner, and its attempts would be used up.
 */
final class ResultMessages {

    private final StepResultProcessor processor;
    private final SubmissionReader submissions;
    private final long maxSize;
    private final Patience patience;
    private final ChannelLog log = new ChannelLog();

    ResultMessages(StepResultProcessor processor, Patience patience, IngressConfig config) {
        this.processor = processor;
        this.submissions = new SubmissionReader(config.maxNestingDepth());
        this.maxSize = config.maxBodySize().asLongValue();
        this.patience = patience;
    }

    /** Ends when the message is acknowledged, refused or rejected; at shutdown also when it could not be. Never fails. */
    Uni<Void> take(Message<byte[]> message) {
        return patience.retry(() -> processor.process(read(message)), StoreUnavailableException.class)
                .onItemOrFailure()
                .transformToUni((acceptance, failure) -> end(message, acceptance, failure))
                .onFailure()
                .recoverWithNull();
    }

    private StepResultSubmission read(Message<byte[]> message) {
        var size = MessageWindow.sizeOf(message);
        if (size > maxSize) {
            throw new MessageRejectedException(MessageRejection.tooLarge(maxSize));
        } else if (size == 0) {
            throw new MessageRejectedException(MessageRejection.empty());
        }
        return submissions.read(message.getPayload());
    }

    private Uni<Void> end(Message<byte[]> message, Acceptance acceptance, Throwable failure) {
        if (failure instanceof StoreUnavailableException) {
            // The process shuts down; unsettled as it is, the message comes again.
            return Uni.createFrom().voidItem();
        }
        var rejection = failure == null ? MessageRejection.of(acceptance) : MessageRejection.of(failure);
        return patience.retry(
                () -> Uni.createFrom().completionStage(settlement(message, rejection, failure)), Throwable.class);
    }

    private Supplier<CompletionStage<Void>> settlement(
            Message<byte[]> message, Optional<MessageRejection> rejection, Throwable failure) {
        if (rejection.isPresent()) {
            log.rejected(rejection.get());
            return () -> message.nack(new MessageRejectedException(rejection.get()));
        } else if (failure != null) {
            log.failed(failure);
            return () -> message.nack(failure);
        }
        return message::ack;
    }
}
