package systems.tasker.events.bus;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.DrainTimeouts;
import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.subscriber.Subscription;

/** Opens the bus at start-up and closes it at shutdown. */
@Singleton
class BusBeans {

    private static final Logger LOG = Logger.getLogger(BusBeans.class);
    // Of the events that all subscribers hold; requests may take more.
    private static final long HEAP_SHARE = 8;
    // Maximum wait behind subscribers that block.
    private static final long ADJUST_MILLIS = 10;
    // Precision of timeouts and of the ends of gaps; both last seconds.
    private static final long POLL_MILLIS = 100;
    private static final int JAVA_WITH_VIRTUAL_THREADS = 21;

    private final SubscriberWorkers workers = new SubscriberWorkers();
    private long adjusting;
    private long poll;

    @Produces
    @Singleton
    @DefaultBean
    VertxInProcessEventBus bus(Vertx vertx, SubscriberRegistry registry) {
        return new VertxInProcessEventBus(
                vertx.eventBus(), registry, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    void open(
            @Observes @Priority(Lifecycle.START_BUS) StartupEvent start,
            Vertx vertx,
            VertxInProcessEventBus bus,
            SubscriberRegistry registry,
            BeanManager beans,
            @VirtualThreads ExecutorService virtualThreads) {
        // Registered again after a reload in dev mode, where Vert.x keeps running.
        vertx.eventBus().unregisterCodec(DomainEventCodec.NAME);
        vertx.eventBus().registerCodec(new DomainEventCodec());
        subscribe(beans, registry);
        bus.open(workers, virtualOr(workers, virtualThreads, registry));
        adjusting = vertx.setPeriodic(ADJUST_MILLIS, timer -> workers.adjustThreads());
        poll = vertx.setPeriodic(POLL_MILLIS, timer -> bus.poll(System.nanoTime()));
        registry.startAll();
        LOG.infof("Subscribers started: subscribers=%d", registry.all().size());
    }

    private static void subscribe(BeanManager beans, SubscriberRegistry registry) {
        try {
            CdiObservers.subscribe(beans, registry);
        } catch (IllegalStateException taken) {
            // Without its cause: Quarkus shows the sentence alone.
            throw new ConfigurationException(taken.getMessage());
        }
    }

    void close(
            @Observes @Priority(Lifecycle.STOP_BUS) ShutdownEvent stop,
            Vertx vertx,
            VertxInProcessEventBus bus,
            SubscriberRegistry registry) {
        bus.close();
        var deadline = System.nanoTime() + DrainTimeouts.SUBSCRIBERS.toNanos();
        while (!bus.isIdle() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        vertx.cancelTimer(poll);
        bus.dropWaiting();
        registry.stopAll();
        vertx.cancelTimer(adjusting);
        workers.stop();
        registry.statistics().stream()
                .filter(subscriber -> subscriber.waiting() > 0)
                .forEach(subscriber -> LOG.warnf(
                        "Subscriber interrupted at shutdown: subscriber=%s events=%d",
                        subscriber.name(), subscriber.waiting()));
    }

    /** The threads for subscribers that asked for virtual ones: those where Java has them, else the workers. */
    private static Executor virtualOr(Executor workers, Executor virtualThreads, SubscriberRegistry registry) {
        var java = Runtime.version().feature();
        if (java >= JAVA_WITH_VIRTUAL_THREADS) {
            return virtualThreads;
        }
        var asking = registry.all().stream()
                .filter(Subscription::isOnVirtualThread)
                .map(Subscription::name)
                .toList();
        if (!asking.isEmpty()) {
            LOG.warnf("Virtual threads need Java 21; using worker threads: java=%d subscribers=%s", java, asking);
        }
        return workers;
    }
}
