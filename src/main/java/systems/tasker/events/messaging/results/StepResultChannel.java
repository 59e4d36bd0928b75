package systems.tasker.events.messaging.results;

import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.DrainTimeouts;
import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.publication.StepResultProcessor;

/**
 * Takes step results from the channel {@code step-results}: a queue or a Kafka topic, as it is configured; off by default.
 *
 * <p>A message has the JSON of a result, as a request's body has it, and walks the same journey. It is acknowledged when the result is
 * committed, or was before; a message that can never be accepted is rejected with the reason.
 */
@Singleton
class StepResultChannel {

    private static final Logger LOG = Logger.getLogger(StepResultChannel.class);

    // Two full commits.
    private static final int MAX_CONCURRENT_MESSAGES = 400;
    // Half of what requests may take.
    private static final long HEAP_SHARE = 48;
    private static final Duration INITIAL_BACKOFF = Duration.ofSeconds(1);
    // A database that is available again gets the results after this time at the latest.
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(4);

    private final RetryPolicy retries;
    private final MessageWindow window;

    StepResultChannel(
            StepResultProcessor processor,
            @ConfigProperty(name = "tasker.ingress.max-body-size") MemorySize maxBodySize,
            Instance<SenderTrace> ofConnector) {
        this.retries = new RetryPolicy(INITIAL_BACKOFF, MAX_BACKOFF);
        SenderTrace traces = ofConnector.isUnsatisfied() ? SenderTrace::attached : ofConnector.get();
        this.window = new MessageWindow(
                new ResultMessages(processor, retries, maxBodySize.asLongValue(), traces)::take,
                MAX_CONCURRENT_MESSAGES,
                Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /**
     * Subscribes to whole messages: SmallRye calls a method with the next one only when it is done with the last, and none would share a
     * commit.
     */
    @Incoming("step-results")
    Flow.Subscriber<Message<byte[]>> results() {
        return window;
    }

    void open(@Observes @Priority(Lifecycle.START_RESULT_CHANNEL) StartupEvent start) {
        window.open();
    }

    void close(@Observes @Priority(Lifecycle.STOP_RESULT_CHANNEL) ShutdownEvent stop) {
        window.close();
        retries.end();
        var deadline = System.nanoTime() + DrainTimeouts.RESULT_CHANNEL.toNanos();
        while (window.inFlight() > retries.waiting() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        if (window.inFlight() > 0) {
            LOG.warnf(
                    "Shut down while processing %d messages; they were not acknowledged and will be delivered again",
                    window.inFlight());
        }
    }
}
