package systems.tasker.events.messaging.connector;

import java.time.Clock;
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
 * under way share the next one, in order.
 */
@ApplicationScoped
@Connector(PgmqConnector.NAME)
@ConnectorAttribute(
        name = "queue",
        type = "string",
        direction = Direction.INCOMING_AND_OUTGOING,
        description =
                "The queue; several for an incoming channel, separated by commas. The channel's name where it is not set. "
                        + "An outgoing message may name another one in its `OutgoingPgmqMetadata`.")
@ConnectorAttribute(
        name = "create-queue",
        type = "boolean",
        direction = Direction.INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description =
                "Whether to create the queue at start-up where it is missing, and the dead-letter queue of an incoming channel; "
                        + "switch it off where another role owns them.")
@ConnectorAttribute(
        name = "batch-size",
        type = "int",
        direction = Direction.INCOMING_AND_OUTGOING,
        defaultValue = "50",
        description = "Messages that one statement takes or sends at most.")
@ConnectorAttribute(
        name = "visibility-timeout",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "30s",
        description = "The lease: time that nobody else sees a message that was taken; whole seconds.")
@ConnectorAttribute(
        name = "lease-extension",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "10m",
        description =
                "Time from being taken for which the lease of a message in hand is extended again and again; `0s` for never. "
                        + "After it somebody else gets the message, because its handler is taken to hang.")
@ConnectorAttribute(
        name = "max-concurrency",
        type = "int",
        direction = Direction.INCOMING,
        defaultValue = "100",
        description = "Messages of a queue in hand at once: taken and not settled. It bounds the memory they hold.")
@ConnectorAttribute(
        name = "poll-interval",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "100ms",
        description =
                "Time between two looks into the queue while there is work; it doubles with every look that finds nothing.")
@ConnectorAttribute(
        name = "max-poll-interval",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "5s",
        description = "Where that doubling ends; how late a message may be taken that no notification told of.")
@ConnectorAttribute(
        name = "wake-up",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "notify",
        description =
                "`notify`: listen for PostgreSQL's notifications besides polling; `poll`: polling alone, for a database behind a pooler "
                        + "that cannot pass them on.")
@ConnectorAttribute(
        name = "ack",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "archive",
        description = "What becomes of an acknowledged message: `archive` or `delete`.")
@ConnectorAttribute(
        name = "failure-strategy",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "retry",
        description =
                "What becomes of a message that is not acknowledged: `retry` shows it again after a pause, and moves it to the "
                        + "dead-letter queue after the last attempt; `dead-letter-queue` moves it at once; `fail` shows it again and stops the "
                        + "channel; `ignore` settles it like an acknowledged one.")
@ConnectorAttribute(
        name = "max-attempts",
        type = "int",
        direction = Direction.INCOMING,
        defaultValue = "10",
        description = "Attempts that `retry` gives a message; `0` for no limit.")
@ConnectorAttribute(
        name = "backoff",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "1s",
        description =
                "Longest pause before the second attempt. The pause is drawn between nothing and its longest (full jitter), so that what "
                        + "failed together does not come back together.")
@ConnectorAttribute(
        name = "backoff-factor",
        type = "double",
        direction = Direction.INCOMING,
        defaultValue = "2",
        description = "What the longest pause is multiplied by with each further attempt.")
@ConnectorAttribute(
        name = "max-backoff",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "5m",
        description = "Where that multiplying ends.")
@ConnectorAttribute(
        name = "dead-letter-queue",
        type = "string",
        direction = Direction.INCOMING,
        description = "The dead-letter queue; the queue's name with `_dlq` where it is not set.")
@ConnectorAttribute(
        name = "stalled-after",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "5m",
        description =
                "Time after which a channel is reported as stalled, and the process as not alive, that neither took nor settled a message "
                        + "although there are some to take. Longer than the slowest handler needs; `0s` for never.")
@ConnectorAttribute(
        name = "shutdown-timeout",
        type = "string",
        direction = Direction.INCOMING,
        defaultValue = "10s",
        description = "Time that messages in hand have at shutdown to be settled; then their leases are released.")
class PgmqConnector implements InboundConnector, OutboundConnector, HealthReporter, StatusSource {

    static final String NAME = "smallrye-pgmq";

    private final PgmqInstallation installation;
    private final PgmqClient client;
    private final QueueWakeUps wakeUps;
    private final Vertx vertx;
    private final Clock clock;
    private final List<IncomingChannel> incoming = new CopyOnWriteArrayList<>();

    @Inject
    PgmqConnector(
            PgmqInstallation installation,
            Pool pool,
            MessagingMeters meters,
            QueueWakeUps wakeUps,
            Vertx vertx,
            Clock clock) {
        this.installation = installation;
        this.client = new PgmqClient(pool, meters);
        this.wakeUps = wakeUps;
        this.vertx = vertx;
        this.clock = clock;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        var settings = IncomingSettings.of(new PgmqConnectorIncomingConfiguration(config));
        if (settings.createQueue()) {
            installation.ensure(IncomingChannel.queues(settings));
        }
        var channel = new IncomingChannel(settings, client, wakeUps, vertx, clock);
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
        return new OutgoingChannel(queue, settings.getBatchSize(), client, wakeUps);
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

    /** Stops taking messages, waits for those in hand, and releases what does not end in time. */
    void close() {
        incoming.forEach(IncomingChannel::stop);
        incoming.forEach(IncomingChannel::drain);
        incoming.clear();
    }
}
