package systems.tasker.events.messaging.connector;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import systems.tasker.events.observability.ChannelProgress;
import systems.tasker.events.postgres.pgmq.PgmqClient;

/** Detects that a channel does not move the messages of its queue. Called, and calling, on the event loop of its source. */
final class QueueWatch {

    private final String queue;
    private final Duration patience;
    private final PgmqClient client;
    private final ChannelProgress progress;
    private final ChannelHealth health;
    private final BooleanSupplier hasCapacity;
    private final Executor loop;

    QueueWatch(
            String queue,
            IncomingSettings settings,
            PgmqClient client,
            ChannelProgress progress,
            ChannelHealth health,
            BooleanSupplier hasCapacity,
            Executor loop) {
        this.queue = queue;
        this.patience = settings.pollPatience();
        this.client = client;
        this.progress = progress;
        this.health = health;
        this.hasCapacity = hasCapacity;
        this.loop = loop;
    }

    /** Whether handlers end: messages wait, and none was settled for long. */
    void checkHandlers(boolean isStopped) {
        if (!isStopped && health.mayBeStalled()) {
            client.hasVisible(queue).subscribe().with(health::waiting, unknown -> {});
        }
    }

    /** Whether messages wait that a poll should have read. */
    void checkPolls(boolean isStopped) {
        if (isStopped || !hasCapacity.getAsBoolean() || !progress.isQuiet()) {
            // Under back-pressure messages wait rightly; how long is limited by stalled-after.
            progress.nothingWaits();
            return;
        }
        client.hasVisibleFor(queue, patience).emitOn(loop).subscribe().with(this::checked, unknown -> {});
    }

    private void checked(boolean messagesWait) {
        if (messagesWait && hasCapacity.getAsBoolean()) {
            progress.waits("messages wait, and none was taken");
        } else {
            progress.nothingWaits();
        }
    }
}
