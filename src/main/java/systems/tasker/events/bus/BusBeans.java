package systems.tasker.events.bus;

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
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

import systems.tasker.events.subscriber.SubscriberRegistry;

/** Opens the bus at start-up and closes it at shutdown. */
@Singleton
class BusBeans {

    private static final Logger LOG = Logger.getLogger(BusBeans.class);
    // After the database is prepared, before requests come in.
    private static final int OPEN_BUS = 200;
    // After the last results have been published.
    private static final int CLOSE_BUS = 200;
    // How long others wait at most behind subscribers that block.
    private static final long RELIEF_MILLIS = 10;

    private final SubscriberWorkers workers = new SubscriberWorkers();
    private long relief;

    @Produces
    @Singleton
    @DefaultBean
    VertxInProcessEventBus bus(Vertx vertx, SubscriberRegistry registry) {
        return new VertxInProcessEventBus(vertx.eventBus(), registry);
    }

    void open(
            @Observes @Priority(OPEN_BUS) StartupEvent start,
            Vertx vertx,
            VertxInProcessEventBus bus,
            SubscriberRegistry registry,
            BeanManager beans,
            BusConfig config) {
        // Named again after a reload in dev mode, where Vert.x lives on.
        vertx.eventBus().unregisterCodec(DomainEventCodec.NAME);
        vertx.eventBus().registerCodec(new DomainEventCodec());
        CdiObservers.subscriptions(beans).forEach(registry::register);
        bus.open(config.queueSize(), workers);
        relief = vertx.setPeriodic(RELIEF_MILLIS, timer -> workers.relieve());
        registry.startAll();
        LOG.infof("Subscribers started: subscribers=%d", registry.all().size());
    }

    void close(
            @Observes @Priority(CLOSE_BUS) ShutdownEvent stop,
            Vertx vertx,
            VertxInProcessEventBus bus,
            SubscriberRegistry registry,
            BusConfig config) {
        bus.close();
        var deadline = System.nanoTime() + config.drainTimeout().toNanos();
        while (!bus.isIdle() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        registry.stopAll();
        vertx.cancelTimer(relief);
        workers.stop();
        registry.statistics().stream()
                .filter(subscriber -> subscriber.waiting() > 0)
                .forEach(subscriber -> LOG.warnf(
                        "Events lost at shutdown: subscriber=%s events=%d", subscriber.name(), subscriber.waiting()));
    }
}
