package systems.tasker.events.messaging.connector;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import systems.tasker.events.observability.ChannelWatch;
import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.postgres.pgmq.MessagingMeters;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.postgres.pgmq.PgmqInstallation;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;

/**
 * Channels of Reactive Messaging that are queues of PGMQ.
 *
 * <p>Incoming: messages are read with a lease (the visibility timeout), dispatched to the channel, and settled by their acknowledgement. No
 * connection is held while waiting: notifications of PostgreSQL wake the channel up, and polling finds what they missed. At least once:
 * when a handler outlives its lease or the process crashes, the message is delivered again. Outgoing: messages that arrive while a send is
 * in flight share the next one, in order.
 */
@ApplicationScoped
@Connector(PgmqConnector.NAME)
@ConnectorAttribute(
        name = "queue",
        type = "string",
        direction = Direction.INCOMING_AND_OUTGOING,
        description = "The queue; several for an incoming channel, separated by commas. By default the channel's name. "
                + "An outgoing message may name another one in its `OutgoingPgmqMetadata`.")
@ConnectorAttribute(
        name = "create-queue",
        type = "boolean",
        direction = Direction.INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description =
                "Whether to create a missing queue at start-up, and the dead-letter queue of an incoming channel; "
                        + "`false` where another role owns them.")
@ConnectorAttribute(
        name = "batch-size",
        type = "int",
        direction = Direction.INCOMING_AND_OUTGOING,
        defaultValue = "50",
        description = "Maximum number of messages per statement.")
@ConnectorAttribute(
        name = "consumer",
        type = "string",
        direction = Direction.INCOMING,
        description =
                "The name that the queue is registered for with the inbox of consumers: messages are read in its order "
                        + "per key. Without it they are read in no order.")
@ConnectorAttribute(
        name = "visibility-timeout",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "30s",
        description = "Visibility timeout of a message that was read; whole seconds.")
@ConnectorAttribute(
        name = "lease-extension",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "10m",
        description = "Time for which the visibility timeout of a message in progress is extended; `0s` for never. "
                + "Then another consumer gets the message, as its handler is considered hung.")
@ConnectorAttribute(
        name = "max-concurrency",
        type = "int",
        direction = Direction.INCOMING,
        defaultValue = "100",
        description = "Messages of a queue in progress at once, read and not settled. It bounds their memory.")
@ConnectorAttribute(
        name = "poll-interval",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "100ms",
        description =
                "Interval between two polls of the queue under load; it doubles with every poll without messages.")
@ConnectorAttribute(
        name = "max-poll-interval",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "5s",
        description = "Maximum of that interval: the latest time at which a message without a notification is read.")
@ConnectorAttribute(
        name = "wake-up",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "notify",
        description =
                "`notify`: listen for PostgreSQL's notifications and poll; `poll`: poll only, for a database behind "
                        + "a pooler without notifications.")
@ConnectorAttribute(
        name = "ack",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "archive",
        description = "What to do with an acknowledged message: `archive` or `delete`.")
@ConnectorAttribute(
        name = "failure-strategy",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "retry",
        description =
                "What to do with a failed message: `retry` with backoff, then dead letter; `dead-letter-queue` at once; "
                        + "`fail`: stop the channel; `ignore`: settle it.")
@ConnectorAttribute(
        name = "max-attempts",
        type = "int",
        direction = Direction.INCOMING,
        defaultValue = "10",
        description = "Attempts of `retry`; `0` for no limit.")
@ConnectorAttribute(
        name = "backoff",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "1s",
        description = "Maximum pause before the second attempt; the actual pause is random (full jitter).")
@ConnectorAttribute(
        name = "backoff-factor",
        type = "double",
        direction = Direction.INCOMING,
        defaultValue = "2",
        description = "Factor of the maximum pause for each further attempt.")
@ConnectorAttribute(
        name = "max-backoff",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "5m",
        description = "Upper limit of the maximum pause.")
@ConnectorAttribute(
        name = "dead-letter-queue",
        type = "string",
        direction = Direction.INCOMING,
        description = "The dead-letter queue; by default the queue's name with `_dlq`.")
@ConnectorAttribute(
        name = "stalled-after",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "5m",
        description =
                "Time without reading or settling a waiting message after which the channel is reported as stalled and "
                        + "not alive; longer than the slowest handler; `0s` for never.")
@ConnectorAttribute(
        name = "shutdown-timeout",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "10s",
        description = "Time to settle the messages in progress at shutdown; then their visibility timeouts end.")
class PgmqConnector implements InboundConnector, OutboundConnector, HealthReporter, StatusSource {

    static final String NAME = "smallrye-pgmq";

    // Many times the timeout of a statement.
    private static final Duration SENDING_PATIENCE = Duration.ofMinutes(1);

    private final PgmqInstallation installation;
    private final PgmqClient client;
    private final QueueWakeUps wakeUps;
    private final Vertx vertx;
    private final Clock clock;
    private final ChannelWatch watch;
    private final List<IncomingChannel> incoming = new CopyOnWriteArrayList<>();

    @Inject
    PgmqConnector(
            PgmqInstallation installation,
            Pool pool,
            MessagingMeters meters,
            QueueWakeUps wakeUps,
            Vertx vertx,
            Clock clock,
            ChannelWatch watch) {
        this.installation = installation;
        this.client = new PgmqClient(pool, meters);
        this.wakeUps = wakeUps;
        this.vertx = vertx;
        this.clock = clock;
        this.watch = watch;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        var settings = IncomingSettings.of(new PgmqConnectorIncomingConfiguration(config));
        if (settings.createQueue()) {
            installation.ensure(IncomingChannel.queues(settings));
        }
        var channel = new IncomingChannel(settings, client, wakeUps, vertx, clock, watch);
        incoming.add(channel);
        return channel.publisher();
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        var settings = new PgmqConnectorOutgoingConfiguration(config);
        var queue = settings.getQueue().orElse(settings.getChannel());
        if (settings.getCreateQueue()) {
            installation.ensure(Set.of(queue));
        }
        var progress = watch.watchSending("Channel " + settings.getChannel() + ", queue " + queue, SENDING_PATIENCE);
        return new OutgoingChannel(queue, settings.getBatchSize(), client, wakeUps, progress);
    }

    @Override
    public HealthReport getReadiness() {
        var report = HealthReport.builder();
        incoming.forEach(channel -> channel.addReadiness(report));
        return report.build();
    }

    @Override
    public HealthReport getLiveness() {
        var report = HealthReport.builder();
        incoming.forEach(channel -> channel.addLiveness(report));
        return report.build();
    }

    @Override
    public List<StatusReason> reasons() {
        return incoming.stream().flatMap(IncomingChannel::status).toList();
    }

    void drain(@Observes @Priority(Lifecycle.STOP_CONNECTOR) ShutdownEvent shutdown) {
        close();
    }

    /** Stops taking messages, waits for those in progress, and releases what does not end in time. */
    void close() {
        incoming.forEach(IncomingChannel::stop);
        incoming.forEach(IncomingChannel::drain);
        incoming.clear();
    }
}
