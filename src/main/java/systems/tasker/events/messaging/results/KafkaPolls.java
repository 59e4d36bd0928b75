package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.arc.properties.UnlessBuildProperty;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;

import systems.tasker.events.observability.ChannelWatch;
import systems.tasker.events.observability.PeriodicTask;

/**
 * Watches the polls of every channel from Kafka: asks each consumer, on its polling thread, whether its partitions hold records beyond
 * its positions.
 *
 * <pre>
 *     ask ─▶ its polling thread does not respond ─▶ waits
 *         ─▶ the broker does not answer ─▶ waits
 *         ─▶ compare the positions (ConsumerProgress)
 * </pre>
 */
@UnlessBuildProperty(name = "tasker.native.minimal", stringValue = "true", enableIfMissing = true)
@Singleton
class KafkaPolls implements PeriodicTask {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    // Six polls of this watch; a rebalance or a broker that restarts takes less.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClientService clients;
    private final ChannelWatch watch;
    private final Duration patience;
    private final Map<KafkaConsumer<Object, Object>, Asked> consumers = new ConcurrentHashMap<>();

    @Inject
    KafkaPolls(KafkaClientService clients, ChannelWatch watch) {
        this(clients, watch, PATIENCE);
    }

    KafkaPolls(KafkaClientService clients, ChannelWatch watch, Duration patience) {
        this.clients = clients;
        this.watch = watch;
        this.patience = patience;
    }

    /** @param isWaiting whether the consumer was asked and has not responded */
    private record Asked(ConsumerProgress progress, AtomicBoolean isWaiting) {}

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(() -> {
            for (var channel : clients.getConsumerChannels()) {
                var number = 0;
                for (var consumer : clients.<Object, Object>getConsumers(channel)) {
                    var name = "Channel " + channel + (number == 0 ? "" : "-" + number);
                    ask(consumer, consumers.computeIfAbsent(consumer, added -> asked(name)));
                    number++;
                }
            }
        });
    }

    private Asked asked(String name) {
        return new Asked(new ConsumerProgress(name, watch, patience), new AtomicBoolean());
    }

    private static void ask(KafkaConsumer<Object, Object> consumer, Asked asked) {
        if (!asked.isWaiting.compareAndSet(false, true)) {
            asked.progress.doesNotRespond();
            return;
        }
        consumer.runOnPollingThread(
                        (Consumer<org.apache.kafka.clients.consumer.Consumer<Object, Object>>) asked.progress::compare)
                .onTermination()
                .invoke(() -> asked.isWaiting.set(false))
                .subscribe()
                .with(compared -> {}, asked.progress::failed);
    }
}
