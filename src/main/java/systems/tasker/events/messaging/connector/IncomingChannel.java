package systems.tasker.events.messaging.connector;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.ChannelWatch;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;

/** A channel that brings the messages of one queue or of several. */
final class IncomingChannel {

    private static final Logger LOG = Logger.getLogger(IncomingChannel.class);
    private static final Duration DRAIN_POLL_INTERVAL = Duration.ofMillis(50);
    private static final int EXTENSIONS_PER_LEASE = 3;
    private static final int WATCHES_PER_PATIENCE = 3;

    private final IncomingSettings settings;
    private final List<QueueSource> sources = new ArrayList<>();
    private final List<Runnable> onStop = new ArrayList<>();

    IncomingChannel(
            IncomingSettings settings,
            PgmqClient client,
            QueueWakeUps wakeUps,
            Vertx vertx,
            Clock clock,
            ChannelWatch watch) {
        this.settings = settings;
        for (var queue : settings.queues()) {
            var settlement = new Settlement(queue, settings, client, wakeUps, clock);
            var name = "Channel " + settings.channel() + ", queue " + queue;
            var progress = watch.watch(name, settings.pollPatience());
            onStop.add(() -> watch.forget(name));
            var source = new QueueSource(queue, settings, client, settlement, progress, vertx.getOrCreateContext());
            sources.add(source);
            if (settings.notified()) {
                onStop.add(wakeUps.listen(queue, source::wakeUp));
            }
            var tending = vertx.setPeriodic(
                    settings.lease().toMillis() / EXTENSIONS_PER_LEASE, tick -> source.extendLeases());
            onStop.add(() -> vertx.cancelTimer(tending));
            var watching = vertx.setPeriodic(
                    Math.max(1, settings.pollPatience().toMillis() / WATCHES_PER_PATIENCE), tick -> source.watch());
            onStop.add(() -> vertx.cancelTimer(watching));
        }
    }

    /** Every queue it needs: its own, and those for its dead letters. */
    static Set<String> queues(IncomingSettings settings) {
        var queues = new HashSet<>(settings.queues());
        settings.queues().forEach(queue -> queues.add(settings.deadLetterQueueOf(queue)));
        return queues;
    }

    Flow.Publisher<? extends Message<?>> publisher() {
        return sources.size() == 1
                ? sources.get(0)
                // Asks each for one message at a time; what waits does so in the queue, where others can take it.
                : Multi.createBy()
                        .merging()
                        .withConcurrency(sources.size())
                        .withRequests(1)
                        .streams(sources);
    }

    void addReadiness(HealthReportBuilder report) {
        sources.forEach(source -> report.add(
                settings.channel(),
                source.health().notReady().isEmpty(),
                source.health().notReady().orElse(null)));
    }

    void addLiveness(HealthReportBuilder report) {
        sources.forEach(source -> report.add(
                settings.channel(),
                source.health().notAlive().isEmpty(),
                source.health().notAlive().orElse(null)));
    }

    /** What is wrong with it. */
    Stream<StatusReason> status() {
        return sources.stream().map(QueueSource::health).flatMap(health -> {
            var dead = health.notAlive().map(why -> StatusReason.stalled("channel_stalled", of(settings) + why));
            var unready = health.notReady().map(why -> StatusReason.degraded("channel_not_ready", of(settings) + why));
            return dead.or(() -> unready).stream();
        });
    }

    private static String of(IncomingSettings settings) {
        return "Channel " + settings.channel() + ": ";
    }

    /** Stops taking messages. */
    void stop() {
        sources.forEach(QueueSource::stop);
    }

    /** Waits until all messages in progress are settled, and ends the visibility timeouts of those that are not in time. */
    void drain() {
        try {
            Multi.createBy()
                    .repeating()
                    .uni(this::isIdle)
                    .withDelay(DRAIN_POLL_INTERVAL)
                    .until(idle -> idle)
                    .collect()
                    .last()
                    .await()
                    .atMost(settings.shutdownTimeout());
        } catch (TimeoutException timeIsUp) {
            for (var source : sources) {
                var released = source.releaseAll().await().indefinitely();
                LOG.warnf(
                        "Shut down with messages in progress, which are visible again: channel=%s messages=%d",
                        settings.channel(), released);
            }
        }
        onStop.forEach(Runnable::run);
    }

    private Uni<Boolean> isIdle() {
        return Uni.join()
                .all(sources.stream().map(QueueSource::isIdle).toList())
                .andFailFast()
                .map(idle -> idle.stream().allMatch(each -> each));
    }
}
