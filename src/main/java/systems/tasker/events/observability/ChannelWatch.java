package systems.tasker.events.observability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Reports channels whose messages wait while none is moved, to status, readiness, metric and log: a channel whose poll has died is
 * otherwise silent. Thread-safe.
 */
@Singleton
public class ChannelWatch implements StatusSource, PeriodicTask {

    private static final Logger LOG = Logger.getLogger(ChannelWatch.class);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private final Map<String, ChannelProgress> channels = new ConcurrentHashMap<>();
    private final Map<String, SendingProgress> sending = new ConcurrentHashMap<>();

    @Inject
    public ChannelWatch(MeterRegistry registry) {
        this(System::nanoTime);
        Gauge.builder(MeterNames.CHANNELS_STUCK, this, watch -> watch.stuck().size())
                .description("Channels that take or send nothing although messages wait")
                .register(registry);
    }

    ChannelWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The progress of a channel; the same one for the same name.
     *
     * @param name the channel and its queue or topic, for people
     * @param patience the time without progress after which it is stuck
     */
    public ChannelProgress watch(String name, Duration patience) {
        return channels.computeIfAbsent(name, added -> new ChannelProgress(name, patience, nanoTime));
    }

    /** The same for a channel that sends. */
    public SendingProgress watchSending(String name, Duration patience) {
        return sending.computeIfAbsent(name, added -> new SendingProgress(watch(name, patience)));
    }

    /** Ends the watch of a channel that was closed. */
    public void forget(String name) {
        channels.remove(name);
        sending.remove(name);
    }

    /** What is wrong with each channel that is stuck. */
    List<String> stuck() {
        return channels.values().stream()
                .map(ChannelProgress::stuck)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    @Override
    public List<StatusReason> reasons() {
        return stuck().stream()
                .map(detail -> StatusReason.degraded("channel_stuck", detail))
                .toList();
    }

    @Override
    public Duration interval() {
        return LOG_INTERVAL;
    }

    @Override
    public Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(this::log);
    }

    private void log() {
        for (var channel : channels.values()) {
            var stuck = channel.stuck();
            if (channel.hasTurned(stuck.isPresent())) {
                stuck.ifPresentOrElse(
                        detail -> LOG.errorf("Channel stuck: %s", detail),
                        () -> LOG.infof("Channel no longer stuck: %s", channel.name()));
            }
        }
    }
}
