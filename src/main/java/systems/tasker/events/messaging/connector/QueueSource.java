package systems.tasker.events.messaging.connector;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Flow;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.ChannelProgress;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.postgres.pgmq.QueueMessage;

/**
 * Reads the messages of a queue and dispatches them to a channel.
 *
 * <pre>
 *     poll ─▶ capacity and nothing undispatched? ─▶ read with a lease ─▶ dispatch ─▶ handler ─▶ settle ─▶ capacity
 *       ▲                                              │ full ─▶ poll at once
 *       │                                              │ some ─▶ poll after poll-interval
 *       └── notification, timer, capacity ◀────────────────┘ none ─▶ poll later and later, up to max-poll-interval
 * </pre>
 *
 * <p>Everything runs on one event loop, so nothing is locked.
 */
final class QueueSource implements Flow.Publisher<Message<?>>, Flow.Subscription {

    private static final Logger LOG = Logger.getLogger(QueueSource.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final String queue;
    private final IncomingSettings settings;
    private final PgmqClient client;
    private final Settlement settlement;
    private final ChannelProgress progress;
    private final Context context;
    private final ChannelHealth health;
    private final QueueWatch watch;
    private final PollTimer timer;
    private final Set<Lease> held = new LinkedHashSet<>();
    private final Queue<Lease> undispatched = new ArrayDeque<>();
    private Flow.Subscriber<? super Message<?>> channel;
    private long requested;
    private boolean polling;
    private boolean pollIsDue;
    private boolean stopped;

    QueueSource(
            String queue,
            IncomingSettings settings,
            PgmqClient client,
            Settlement settlement,
            ChannelProgress progress,
            Context context) {
        this.queue = queue;
        this.settings = settings;
        this.client = client;
        this.settlement = settlement;
        this.progress = progress;
        this.context = context;
        this.health = new ChannelHealth(queue, settings.stalledAfter());
        this.watch = new QueueWatch(queue, settings, client, progress, health, this::hasCapacity, this::onLoop);
        this.timer = new PollTimer(settings, context.owner(), () -> onLoop(this::poll));
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> subscriber) {
        onLoop(() -> {
            channel = subscriber;
            channel.onSubscribe(this);
            poll();
        });
    }

    @Override
    public void request(long more) {
        onLoop(() -> {
            requested = Long.MAX_VALUE - requested < more ? Long.MAX_VALUE : requested + more;
            dispatch();
        });
    }

    @Override
    public void cancel() {
        stop();
    }

    /** There may be messages: polls at once, or as soon as there is capacity. */
    void wakeUp() {
        onLoop(this::poll);
    }

    /** Settles a message that was handled. */
    Uni<Void> acknowledge(Lease lease) {
        return settling(lease, settlement.acknowledge(lease));
    }

    /** Settles a message that was not handled; a rejection, where there is one, says that it never can be. */
    Uni<Void> nack(Lease lease, Throwable failure, PgmqRejection rejection) {
        LOG.debugf(failure, "Message not handled: queue=%s msg_id=%d", queue, lease.id());
        if (rejection == null && settings.failureStrategy() == FailureStrategy.FAIL) {
            LOG.errorf("Channel stops: channel=%s queue=%s error=%s", settings.channel(), queue, failure);
            health.failed(failure);
            stop();
        }
        return settling(
                lease, rejection == null ? settlement.nack(lease, failure) : settlement.reject(lease, rejection));
    }

    /** Stops reading, and releases the messages that are not being handled. */
    void stop() {
        onLoop(() -> {
            stopped = true;
            timer.stop();
            // Without any, because the process of a command may have closed everything by now.
            if (!undispatched.isEmpty()) {
                release(List.copyOf(undispatched)).subscribe().with(released -> {});
                undispatched.clear();
            }
        });
    }

    /**
     * Ends the visibility timeouts of the messages in progress, whose handlers did not end in time.
     *
     * @return how many messages
     */
    Uni<Integer> releaseAll() {
        return Uni.createFrom()
                .emitter(done -> onLoop(() -> {
                    var left = List.copyOf(held);
                    release(left).subscribe().with(released -> done.complete(left.size()));
                }));
    }

    /** Whether no message is in progress. */
    Uni<Boolean> isIdle() {
        return Uni.createFrom().emitter(done -> onLoop(() -> done.complete(held.isEmpty() && !polling)));
    }

    /** Called periodically: extends leases and detects a stalled channel. */
    void extendLeases() {
        onLoop(() -> {
            settlement.extend(held);
            watch.checkHandlers(stopped);
        });
    }

    /** Called periodically: detects that messages wait which a poll should have read. */
    void watch() {
        onLoop(() -> watch.checkPolls(stopped));
    }

    private boolean hasCapacity() {
        return undispatched.isEmpty() && held.size() < settings.maxConcurrency();
    }

    ChannelHealth health() {
        return health;
    }

    private void poll() {
        if (stopped || channel == null) {
            return;
        }
        pollIsDue = true;
        var capacity = Math.min(settings.batchSize(), settings.maxConcurrency() - held.size());
        if (polling || capacity <= 0 || !undispatched.isEmpty()) {
            return;
        }
        pollIsDue = false;
        polling = true;
        timer.stop();
        read((int) settings.lease().toSeconds(), capacity)
                .ifNoItem()
                .after(READ_TIMEOUT)
                .fail()
                .emitOn(this::onLoop)
                .subscribe()
                .with(messages -> received(messages, capacity), this::readFailed);
    }

    private Uni<List<QueueMessage>> read(int leaseSeconds, int capacity) {
        return settings.consumer()
                .map(consumer -> client.receive(queue, consumer, leaseSeconds, capacity))
                .orElseGet(() -> client.read(queue, leaseSeconds, capacity));
    }

    private void received(List<QueueMessage> messages, int capacity) {
        polling = false;
        health.readSucceeded(messages.size());
        if (!messages.isEmpty()) {
            progress.moved();
        }
        var leases = Lease.of(messages);
        held.addAll(leases);
        if (stopped) {
            release(leases).subscribe().with(released -> {});
            return;
        }
        for (var lease : leases) {
            if (settlement.isPoison(lease)) {
                settling(lease, settlement.rejectPoison(lease)).subscribe().with(done -> {}, fault -> {});
            } else {
                undispatched.add(lease);
            }
        }
        dispatch();
        if (messages.size() == capacity || pollIsDue) {
            poll();
        } else {
            timer.after(messages.size());
        }
    }

    private void readFailed(Throwable fault) {
        polling = false;
        if (!stopped) {
            health.readFailed(fault);
            timer.after(0);
        }
    }

    private void dispatch() {
        while (requested > 0 && !undispatched.isEmpty()) {
            requested--;
            channel.onNext(new IncomingPgmqMessage(queue, this, undispatched.poll(), client.processing(queue)));
        }
        if (pollIsDue) {
            poll();
        }
    }

    private Uni<Void> settling(Lease lease, Uni<Void> how) {
        return how.onTermination()
                .invoke(() -> onLoop(() -> {
                    held.remove(lease);
                    health.settled();
                    // The next message of its key may be read now.
                    if (pollIsDue || settings.consumer().isPresent()) {
                        poll();
                    }
                }));
    }

    /** Counts as leased until it is done, so that a shutdown waits for it. Never fails. */
    private Uni<Void> release(List<Lease> leases) {
        return settlement.release(leases).emitOn(this::onLoop).invoke(() -> held.removeAll(leases));
    }

    private void onLoop(Runnable work) {
        context.runOnContext(event -> work.run());
    }
}
