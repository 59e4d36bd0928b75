package systems.tasker.events.messaging.connector;

import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.providers.MetadataInjectableMessage;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import systems.tasker.events.postgres.pgmq.TraceHeaders;

/** A queue's message on a channel; its payload is the JSON text. Made on the event loop of its channel. */
final class IncomingPgmqMessage implements ContextAwareMessage<String>, MetadataInjectableMessage<String> {

    private final QueueSource source;
    private final Lease lease;
    private final Consumer<Throwable> onProcessed;
    private Metadata metadata;

    /** @param onProcessed called once its handler ends, with the failure or null */
    IncomingPgmqMessage(String queue, QueueSource source, Lease lease, Consumer<Throwable> onProcessed) {
        var message = lease.message();
        this.source = source;
        this.lease = lease;
        this.onProcessed = onProcessed;
        this.metadata = ContextAwareMessage.captureContextMetadata(
                new IncomingPgmqMetadata(
                        queue, message.id(), message.readCount(), message.enqueuedAt(), message.headers()),
                TracingMetadata.withPrevious(TraceHeaders.read(message.headers())));
    }

    @Override
    public String getPayload() {
        return lease.message().text();
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public void injectMetadata(Object more) {
        metadata = metadata.with(more);
    }

    @Override
    public CompletionStage<Void> ack(Metadata with) {
        onProcessed.accept(null);
        return settled(source.acknowledge(lease));
    }

    @Override
    public CompletionStage<Void> nack(Throwable reason, Metadata with) {
        onProcessed.accept(reason);
        var rejection = with == null ? null : with.get(PgmqRejection.class).orElse(null);
        return settled(source.nack(lease, reason, rejection));
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return this::ack;
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return this::nack;
    }

    private CompletionStage<Void> settled(Uni<Void> settlement) {
        return settlement.emitOn(this::runOnMessageContext).subscribeAsCompletionStage();
    }
}
