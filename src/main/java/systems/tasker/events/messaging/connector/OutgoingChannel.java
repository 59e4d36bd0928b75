package systems.tasker.events.messaging.connector;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.vertx.pgclient.PgException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.observability.SendingProgress;
import systems.tasker.events.postgres.pgmq.DatabaseErrors;
import systems.tasker.events.postgres.pgmq.MessageText;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;
import systems.tasker.events.postgres.pgmq.TraceHeaders;

/**
 * Sends a channel's messages to its queue, or each to the one it names.
 *
 * <p>Messages that arrive while a send is in flight share the next one, in order. A message is acknowledged when its send is committed. One
 * that PostgreSQL rejects is rejected alone.
 */
final class OutgoingChannel implements Flow.Subscriber<Message<?>> {

    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    // Enough for a send in flight and the next one.
    private static final int BATCHES_IN_HAND = 2;

    private final String queue;
    private final int batchSize;
    private final PgmqClient client;
    private final QueueWakeUps wakeUps;
    private final SendingProgress progress;
    private final Map<String, Coalescer<Outgoing>> queues = new ConcurrentHashMap<>();
    private final LogThrottle refusals = new LogThrottle();
    private Flow.Subscription upstream;

    private record Outgoing(Message<?> message, MessageText text) {}

    OutgoingChannel(String queue, int batchSize, PgmqClient client, QueueWakeUps wakeUps, SendingProgress progress) {
        this.queue = queue;
        this.batchSize = batchSize;
        this.client = client;
        this.wakeUps = wakeUps;
        this.progress = progress;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        upstream.request((long) batchSize * BATCHES_IN_HAND);
    }

    @Override
    public void onNext(Message<?> message) {
        try {
            var metadata = message.getMetadata(OutgoingPgmqMetadata.class).orElse(OutgoingPgmqMetadata.NONE);
            var headers = metadata.allHeaders();
            TracingMetadata.fromMessage(message)
                    .map(trace ->
                            trace.getCurrentContext() == null ? trace.getPreviousContext() : trace.getCurrentContext())
                    .ifPresent(trace -> TraceHeaders.write(trace, headers));
            var text = new MessageText(JsonPayload.text(message.getPayload()), headers.toString());
            var sender = queues.computeIfAbsent(metadata.queue().orElse(queue), this::sender);
            progress.submitted();
            sender.add(new Outgoing(message, text));
        } catch (RuntimeException unwritable) {
            refused(message, unwritable);
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.errorf(failure, "The channel in front of a queue failed: queue=%s", queue);
    }

    @Override
    public void onComplete() {
        LOG.debugf("The channel in front of a queue ended: queue=%s", queue);
    }

    private Coalescer<Outgoing> sender(String target) {
        return new Coalescer<>(batchSize, batch -> send(target, batch));
    }

    private Uni<Void> send(String target, List<Outgoing> batch) {
        return client.send(target, batch.stream().map(Outgoing::text).toList())
                .invoke(ids -> {
                    wakeUps.sent(Set.of(target));
                    batch.forEach(each -> acknowledged(each.message()));
                })
                .replaceWithVoid()
                .onFailure(fault -> batch.size() > 1 && fault instanceof PgException)
                .recoverWithUni(refused -> oneByOne(target, batch))
                .onFailure()
                .recoverWithUni(fault -> {
                    batch.forEach(each -> {
                        unsent(fault);
                        refused(each.message(), fault);
                    });
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> oneByOne(String target, List<Outgoing> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(each -> send(target, List.of(each)))
                .collect()
                .last();
    }

    /** A message that PostgreSQL refuses for what it is shows nothing of the queue. */
    private void unsent(Throwable fault) {
        if (DatabaseErrors.meaning(fault).isTransient()) {
            progress.failed();
        } else {
            progress.settled();
        }
    }

    private void acknowledged(Message<?> message) {
        progress.settled();
        message.ack();
        upstream.request(1);
    }

    private void refused(Message<?> message, Throwable why) {
        refusals.log(messages ->
                LOG.warnf("Message not sent: queue=%s messages_since_last_line=%d error=%s", queue, messages, why));
        message.nack(why);
        upstream.request(1);
    }
}
