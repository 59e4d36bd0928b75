package systems.tasker.events.messaging.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Opens channels on queues, as Reactive Messaging does, and looks at what they bring. */
final class Channels {

    private Channels() {}

    static String newQueue() {
        return "channel_" + UUID.randomUUID().toString().substring(0, 8);
    }

    static Config config(String queue, Map<String, String> attributes) {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withDefaultValues(attributes)
                .withDefaultValue("channel-name", "channel-of-" + queue)
                .withDefaultValue("queue", attributes.getOrDefault("queue", queue))
                // What a test keeps in hand it keeps on purpose.
                .withDefaultValue("shutdown-timeout", attributes.getOrDefault("shutdown-timeout", "200ms"))
                .build();
    }

    /** An open incoming channel. */
    static final class Incoming implements Flow.Subscriber<Message<?>> {

        private final List<Message<?>> messages = new ArrayList<>();
        private final Consumer<Message<?>> handler;

        @SuppressWarnings("unchecked")
        Incoming(PgmqConnector connector, Config config, Consumer<Message<?>> handler) {
            this.handler = handler;
            ((Flow.Publisher<Message<?>>) connector.getPublisher(config)).subscribe(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public synchronized void onNext(Message<?> message) {
            messages.add(message);
            handler.accept(message);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("A queue has no end");
        }

        synchronized List<Message<?>> messages() {
            return List.copyOf(messages);
        }

        List<String> payloads() {
            return messages().stream()
                    .map(message -> (String) message.getPayload())
                    .toList();
        }

        List<Integer> readCounts() {
            return messages().stream()
                    .map(Channels::metadata)
                    .map(IncomingPgmqMetadata::readCount)
                    .toList();
        }
    }

    /** An open outgoing channel. */
    static final class Outgoing {

        private final Flow.Subscriber<Message<?>> channel;
        private final ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        private MultiEmitter<? super Message<?>> upstream;

        @SuppressWarnings("unchecked")
        Outgoing(PgmqConnector connector, Config config) {
            this.channel = (Flow.Subscriber<Message<?>>) connector.getSubscriber(config);
            Multi.createFrom()
                    .<Message<?>>emitter(emitter -> upstream = emitter)
                    .subscribe(channel);
        }

        /** Sends a payload; what became of it is in {@link #answers()}. */
        void send(String name, Object payload, Object... metadata) {
            var message = Message.of(payload, List.of(metadata));
            upstream.emit(message.withAck(() -> answer("sent " + name)).withNack(failure -> answer("refused " + name)));
        }

        List<String> answers() {
            return List.copyOf(answers);
        }

        private CompletionStage<Void> answer(String text) {
            answers.add(text);
            return CompletableFuture.completedFuture(null);
        }
    }

    static IncomingPgmqMetadata metadata(Message<?> message) {
        return message.getMetadata(IncomingPgmqMetadata.class).orElseThrow();
    }
}
