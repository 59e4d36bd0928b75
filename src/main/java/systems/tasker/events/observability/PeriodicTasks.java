package systems.tasker.events.observability;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

/**
 * Runs the periodic tasks with timers of Vert.x, which follow the monotonic clock.
 *
 * <p>The scheduler of Quarkus compares times of the wall clock: when that steps back by two minutes, nothing runs for two minutes.
 */
@Singleton
class PeriodicTasks {

    private static final Logger LOG = Logger.getLogger(PeriodicTasks.class);

    private final Vertx vertx;
    private final List<PeriodicTask> tasks;
    private final List<Long> timers = new CopyOnWriteArrayList<>();

    @Inject
    PeriodicTasks(Vertx vertx, @All List<PeriodicTask> tasks) {
        this.vertx = vertx;
        this.tasks = tasks;
    }

    void start(@Observes @Priority(Lifecycle.START_PERIODIC_TASKS) StartupEvent start) {
        for (var task : tasks) {
            var interval = task.interval();
            if (!interval.isZero()) {
                var isRunning = new AtomicBoolean();
                timers.add(vertx.setPeriodic(Math.max(1, interval.toMillis()), tick -> run(task, isRunning)));
            }
        }
    }

    void stop(@Observes @Priority(Lifecycle.STOP_PERIODIC_TASKS) ShutdownEvent stop) {
        timers.forEach(vertx::cancelTimer);
    }

    private static void run(PeriodicTask task, AtomicBoolean isRunning) {
        if (isRunning.compareAndSet(false, true)) {
            Uni.createFrom()
                    .deferred(task::run)
                    .onTermination()
                    .invoke(() -> isRunning.set(false))
                    .subscribe()
                    .with(done -> {}, fault -> LOG.errorf(fault, "Periodic task failed: task=%s", task));
        }
    }
}
