package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

import systems.tasker.events.observability.ChannelProgress;
import systems.tasker.events.observability.ChannelWatch;

/**
 * The progress of one Kafka consumer, as its positions show it: of the consumer as a whole, and of each partition among others that move.
 *
 * <pre>
 *     position behind the end, and the same as before ─▶ waits
 *     position moved, at the end, paused, no partition ─▶ well
 * </pre>
 *
 * <p>Committed offsets would not do: they stay behind the end where a transaction's marker is the last record. A partition is paused under
 * back-pressure. All but the reports of {@link #doesNotRespond} happens on the consumer's polling thread.
 */
final class ConsumerProgress {

    // The consumer polls nothing meanwhile, which it could not without a broker either.
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(2);
    // A consumer takes what it has prefetched of one partition before that of the next.
    private static final int PATIENCE_OF_PARTITION = 4;
    private static final String NONE_TAKEN = "records wait, and none was taken";

    private final String name;
    private final ChannelWatch watch;
    private final Duration patience;
    private final ChannelProgress whole;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();

    ConsumerProgress(String name, ChannelWatch watch, Duration patience) {
        this.name = name;
        this.watch = watch;
        this.patience = patience;
        this.whole = watch.watch(name, patience);
    }

    private static final class Partition {

        private final ChannelProgress progress;
        private long position = -1;
        private boolean waits;

        Partition(ChannelProgress progress) {
            this.progress = progress;
        }

        /** Whether it moved since the last time. */
        boolean moveTo(long next, boolean isBehind) {
            var isFirst = position < 0;
            var moved = !isFirst && position != next;
            waits = !isFirst && !moved && isBehind;
            position = next;
            return moved;
        }
    }

    /** The polling thread did not come to compare the positions since it was asked. */
    void doesNotRespond() {
        whole.waits("its polling thread does not respond");
    }

    void failed(Throwable fault) {
        whole.waits("the broker does not answer (" + fault.getClass().getSimpleName() + ")");
    }

    /** Compares the positions with those of the last time; fails when the broker does not answer. */
    void compare(Consumer<Object, Object> client) {
        var assigned = client.assignment();
        forgetAllBut(assigned);
        if (assigned.isEmpty()) {
            // Other members of the group have them, unless the broker was never there.
            client.subscription().forEach(topic -> client.partitionsFor(topic, BROKER_TIMEOUT));
        }
        var ends = assigned.isEmpty() ? Map.<TopicPartition, Long>of() : client.endOffsets(assigned, BROKER_TIMEOUT);
        var paused = client.paused();
        for (var partition : assigned) {
            var position = client.position(partition, BROKER_TIMEOUT);
            var known = partitions.computeIfAbsent(partition, this::added);
            if (known.moveTo(position, ends.get(partition) > position && !paused.contains(partition))) {
                known.progress.moved();
                whole.moved();
            }
        }
        report();
    }

    private void report() {
        if (partitions.values().stream().anyMatch(partition -> partition.waits)) {
            whole.waits(NONE_TAKEN);
        } else {
            whole.nothingWaits();
        }
        // Where none moves, that is reported once, for all of them.
        var noneMoves = whole.isQuiet();
        for (var partition : partitions.values()) {
            if (partition.waits && !noneMoves) {
                partition.progress.waits(NONE_TAKEN + " while other partitions move");
            } else {
                partition.progress.nothingWaits();
            }
        }
    }

    private Partition added(TopicPartition partition) {
        return new Partition(watch.watch(nameOf(partition), patience.multipliedBy(PATIENCE_OF_PARTITION)));
    }

    private void forgetAllBut(Set<TopicPartition> assigned) {
        Collection<TopicPartition> gone = new ArrayList<>(partitions.keySet());
        gone.removeAll(assigned);
        gone.forEach(partition -> {
            partitions.remove(partition);
            watch.forget(nameOf(partition));
        });
    }

    private String nameOf(TopicPartition partition) {
        return name + ", partition " + partition;
    }
}
