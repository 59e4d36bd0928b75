package systems.tasker.events.observability.queues;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;

import systems.tasker.events.observability.MeterNames;

/** Exposes the figures of the last sample as gauges, one per queue. */
@Singleton
class QueueMeters {

    private final MultiGauge visible;
    private final MultiGauge inFlight;
    private final MultiGauge oldestAge;
    private final MultiGauge deadLetters;
    private final MultiGauge deadTuples;
    private final int maxMeters;
    private volatile long xminAge;

    QueueMeters(MeterRegistry registry, SampleLimits limits) {
        this.maxMeters = limits.maxMeters();
        this.visible = gauge(MeterNames.QUEUE_VISIBLE, "Messages that a consumer would get")
                .register(registry);
        this.inFlight = gauge(
                        MeterNames.QUEUE_IN_FLIGHT,
                        "Messages that are hidden, because a consumer has them or for a delay")
                .register(registry);
        this.oldestAge = gauge(MeterNames.QUEUE_OLDEST_AGE, "Age of the oldest message that no consumer has removed")
                .baseUnit("seconds")
                .register(registry);
        this.deadLetters = gauge(MeterNames.QUEUE_DEAD_LETTERS, "Messages in the queue's dead-letter queue")
                .register(registry);
        this.deadTuples = gauge(MeterNames.QUEUE_DEAD_TUPLES, "Rows that consumed messages left in the queue's table")
                .register(registry);
        Gauge.builder(MeterNames.DATABASE_XMIN_AGE, this, meters -> meters.xminAge)
                .description("Transactions since the oldest snapshot, whose rows vacuum cannot remove")
                .register(registry);
    }

    void show(QueueSample sample, Vacuum vacuum) {
        show(visible, sample, QueueState::visible);
        show(inFlight, sample, QueueState::inFlight);
        show(oldestAge, sample, state -> state.oldestAgeSeconds() == null ? 0 : state.oldestAgeSeconds());
        show(deadLetters, sample, state -> state.deadLetters() == null ? 0 : state.deadLetters());
        show(deadTuples, sample, state -> vacuum.deadRows().getOrDefault(state.name(), 0L));
        xminAge = vacuum.age();
    }

    private void show(MultiGauge gauge, QueueSample sample, ToDoubleFunction<QueueState> figure) {
        Function<QueueState, Row<?>> row = state -> Row.of(Tags.of("queue", state.name()), state, figure);
        gauge.register(sample.queues().stream().limit(maxMeters).map(row).toList(), true);
    }

    private static MultiGauge.Builder gauge(String name, String description) {
        return MultiGauge.builder(name).description(description);
    }
}
