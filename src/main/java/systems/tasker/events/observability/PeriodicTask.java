package systems.tasker.events.observability;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

/** Work that is repeated while the service runs; every bean of this type is started with the service. */
public interface PeriodicTask {

    /** The time between two runs, by the monotonic clock; zero for no runs. Asked once. */
    Duration interval();

    /**
     * One run. Called on an event loop, so it must not block; work that blocks moves to a worker thread. A run that has not ended lets the
     * next ones be skipped.
     *
     * @return a failure is logged, and the next run comes at its time
     */
    Uni<Void> run();
}
