package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

import systems.tasker.events.observability.ChannelProgress;
import systems.tasker.events.observability.ChannelWatch;
import systems.tasker.events.observability.PeriodicTask;

/**
 * Watches the polls of every channel from Kafka: asks each consumer, on its polling thread, whether its partitions hold records beyond
 * its position.
 *
 * <pre>
 *     position behind the end, and the same as before ─▶ waits       its polling thread does not respond ─▶ waits
 *     position moved, at the end, paused, no partition ─▶ well       the broker does not answer ─▶ waits
 * </pre>
 *
 * <p>Committed offsets would not do: they stay behind the end where a transaction's marker is the last record. A partition is paused under
 * back-pressure.
 */
@Singleton
class KafkaPolls implements PeriodicTask {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    // Six polls of this watch; a rebalance or a broker that restarts takes less.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // The consumer polls nothing meanwhile, which it could not without a broker either.
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaClientService clients;
    private final ChannelWatch watch;
    private final Duration patience;
    private final Map<KafkaConsumer<Object, Object>, Polls> polls = new ConcurrentHashMap<>();

    @Inject
    KafkaPolls(KafkaClientService clients, ChannelWatch watch) {
        this(clients, watch, PATIENCE);
    }

    KafkaPolls(KafkaClientService clients, ChannelWatch watch, Duration patience) {
        this.clients = clients;
        this.watch = watch;
        this.patience = patience;
    }

    /** What is known of a consumer; the positions are used on its polling thread only. */
    private static final class Polls {

        private final ChannelProgress progress;
        private final Map<TopicPartition, Long> positions = new HashMap<>();
        private volatile boolean isAsked;

        Polls(ChannelProgress progress) {
            this.progress = progress;
        }
    }

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
                    ask(consumer, polls.computeIfAbsent(consumer, added -> new Polls(watch.watch(name, patience))));
                    number++;
                }
            }
        });
    }

    private static void ask(KafkaConsumer<Object, Object> consumer, Polls polls) {
        if (polls.isAsked) {
            polls.progress.waits("its polling thread does not respond");
            return;
        }
        polls.isAsked = true;
        consumer.runOnPollingThread(
                        (Function<Consumer<Object, Object>, Optional<String>>) client -> waiting(client, polls))
                .onTermination()
                .invoke(() -> polls.isAsked = false)
                .subscribe()
                .with(
                        waiting -> waiting.ifPresentOrElse(polls.progress::waits, polls.progress::nothingWaits),
                        fault -> polls.progress.waits("the broker does not answer ("
                                + fault.getClass().getSimpleName() + ")"));
    }

    private static Optional<String> waiting(Consumer<Object, Object> client, Polls polls) {
        var assigned = client.assignment();
        if (assigned.isEmpty()) {
            // Other members of the group have them, unless the broker was never there.
            client.subscription().forEach(topic -> client.partitionsFor(topic, BROKER_TIMEOUT));
            polls.positions.clear();
            return Optional.empty();
        }
        var ends = client.endOffsets(assigned, BROKER_TIMEOUT);
        var paused = client.paused();
        polls.positions.keySet().retainAll(assigned);
        var waits = false;
        for (var partition : assigned) {
            var position = client.position(partition, BROKER_TIMEOUT);
            var before = polls.positions.put(partition, position);
            if (before != null && before != position) {
                polls.progress.moved();
            }
            waits |= before != null
                    && before == position
                    && ends.get(partition) > position
                    && !paused.contains(partition);
        }
        return waits ? Optional.of("records wait, and none was taken") : Optional.empty();
    }
}
