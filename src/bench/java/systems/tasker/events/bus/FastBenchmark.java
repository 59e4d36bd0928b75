package systems.tasker.events.bus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;

import systems.tasker.events.bench.Figure;
import systems.tasker.events.bench.Settings;
import systems.tasker.events.bench.Table;
import systems.tasker.events.bench.Table.Goal;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventPattern;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.SubscriberRegistries;
import systems.tasker.events.subscriber.Subscription;

/** From publishing to the end of handling, against Vert.x publishing to as many consumers with nothing between. */
public final class FastBenchmark {

    private static final int[] SUBSCRIBERS = {1, 10, 1_000};
    // As many events at a time as lose none, on a queue of the default size.
    private static final int BURST = 1_000;
    // To plain Vert.x, of each number of subscribers.
    private static final double[] GOALS_TO_VERTX = {0.7, 1.2, 0.9};
    private static final double GOAL_GROWTH = 0.9;

    private FastBenchmark() {}

    public static void run(Settings settings, Table table) {
        Map<String, DoubleSupplier> things = new LinkedHashMap<>();
        for (int subscribers : SUBSCRIBERS) {
            things.put("raw " + subscribers, () -> raw(settings, subscribers));
            things.put("bus " + subscribers, () -> bus(settings, subscribers));
        }
        // So that no first run is slower than the others.
        Figure.interleaved(1, things);
        var figures = Figure.interleaved(settings.runs(), things);
        for (int i = 0; i < SUBSCRIBERS.length; i++) {
            int subscribers = SUBSCRIBERS[i];
            var raw = figures.get("raw " + subscribers);
            var of = "fast, " + subscribers + (subscribers == 1 ? " subscriber: " : " subscribers: ");
            table.add(of + "Vert.x publish", "deliveries/s", raw);
            table.add(
                    of + "the bus, to Vert.x",
                    "deliveries/s",
                    figures.get("bus " + subscribers),
                    raw.median(),
                    Goal.AT_LEAST.of(GOALS_TO_VERTX[i]));
        }
        table.add(
                "fast, 1000 subscribers to 1",
                "deliveries/s",
                figures.get("bus 1000"),
                figures.get("bus 1").median(),
                Goal.AT_LEAST.of(GOAL_GROWTH));
    }

    private static double raw(Settings settings, int subscribers) {
        var vertx = Vertx.vertx();
        try {
            var handled = new LongAdder();
            var options = new DeliveryOptions().setLocalOnly(true).setCodecName(DomainEventCodec.NAME);
            vertx.eventBus().registerCodec(new DomainEventCodec());
            for (int i = 0; i < subscribers; i++) {
                vertx.eventBus().<DomainEvent>localConsumer("raw", message -> handled.increment());
            }
            return rate(
                    settings, subscribers, handled, event -> vertx.eventBus().publish("raw", event, options));
        } finally {
            close(vertx);
        }
    }

    private static double bus(Settings settings, int subscribers) {
        var vertx = Vertx.vertx();
        var workers = new SubscriberWorkers();
        try {
            var handled = new LongAdder();
            var registry = SubscriberRegistries.of(IntStream.range(0, subscribers)
                    .mapToObj(
                            i -> new Subscription(new Counter("counter-" + i, handled), List.of(new EventPattern("*"))))
                    .toArray(Subscription[]::new));
            vertx.eventBus().registerCodec(new DomainEventCodec());
            var bus = new VertxInProcessEventBus(vertx.eventBus(), registry, Long.MAX_VALUE);
            bus.open(workers, workers);
            vertx.setPeriodic(100, timer -> bus.poll(System.nanoTime()));
            vertx.setPeriodic(10, timer -> workers.adjustThreads());
            registry.startAll();
            return rate(settings, subscribers, handled, event -> bus.publish(event, 0));
        } finally {
            workers.stop();
            close(vertx);
        }
    }

    /** Publishes a burst and waits until all subscribers have handled all of it, again and again. */
    private static double rate(Settings settings, int subscribers, LongAdder handled, Consumer<DomainEvent> publish) {
        var event = SampleStep.event("benchmark.told");
        var start = System.nanoTime();
        long expected = 0;
        while (System.nanoTime() - start < settings.run().toNanos()) {
            for (int i = 0; i < BURST; i++) {
                publish.accept(event);
            }
            expected += (long) BURST * subscribers;
            while (handled.sum() < expected) {
                LockSupport.parkNanos(1);
            }
        }
        return expected / ((System.nanoTime() - start) / 1e9);
    }

    private static void close(Vertx vertx) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static final class Counter extends BaseSubscriber {

        private final String name;
        private final LongAdder handled;

        Counter(String name, LongAdder handled) {
            this.name = name;
            this.handled = handled;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void handle(DomainEvent event) {
            handled.increment();
        }
    }
}
