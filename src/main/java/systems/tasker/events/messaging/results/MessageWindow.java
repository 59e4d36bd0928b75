package systems.tasker.events.messaging.results;

import java.util.concurrent.Flow;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Message;

import systems.tasker.events.json.BodyCost;

/**
 * Lets many messages be in flight at once, up to a number and a sum of their costs ({@link BodyCost}); asks for the next one when there
 * is capacity.
 *
 * <p>A message beyond the capacity waits in its queue, where it costs nothing. Messages take no capacity of the intake of requests,
 * so that a long queue causes no rejections there. Requests nothing before it is opened. Thread-safe.
 */
final class MessageWindow implements Flow.Subscriber<Message<byte[]>> {

    private final Function<Message<byte[]>, Uni<Void>> taker;
    private final int maxMessages;
    private final long maxCosts;
    private Flow.Subscription source;
    private boolean open;
    private boolean requested;
    private int messages;
    private long costs;

    /** @param taker takes a message to its end, acknowledgement included */
    MessageWindow(Function<Message<byte[]>, Uni<Void>> taker, int maxMessages, long maxCosts) {
        this.taker = taker;
        this.maxMessages = maxMessages;
        this.maxCosts = maxCosts;
    }

    void open() {
        synchronized (this) {
            open = true;
        }
        requestNextWithinLimits();
    }

    /** Asks for no more; what is in flight goes on. */
    synchronized void close() {
        open = false;
    }

    /** How many messages are in flight. */
    synchronized int inFlight() {
        return messages;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            source = subscription;
        }
        requestNextWithinLimits();
    }

    @Override
    public void onNext(Message<byte[]> message) {
        var cost = costOf(message);
        synchronized (this) {
            requested = false;
            messages++;
            costs += cost;
        }
        taker.apply(message).subscribe().with(done -> leave(cost), failed -> leave(cost));
        requestNextWithinLimits();
    }

    @Override
    public void onError(Throwable failure) {
        // The connector has logged it, and its health shows it.
    }

    @Override
    public void onComplete() {}

    /** The bytes of a message; none where a record of Kafka has no value. */
    static int sizeOf(Message<?> message) {
        return message.getPayload() instanceof byte[] bytes ? bytes.length : 0;
    }

    private static long costOf(Message<byte[]> message) {
        return message.getPayload() == null ? 0 : BodyCost.of(message.getPayload());
    }

    private void leave(long cost) {
        synchronized (this) {
            messages--;
            costs -= cost;
        }
        requestNextWithinLimits();
    }

    /** One at a time, because the size of the next one is unknown. */
    private void requestNextWithinLimits() {
        synchronized (this) {
            if (!open || requested || source == null || messages >= maxMessages || costs >= maxCosts) {
                return;
            }
            requested = true;
        }
        source.request(1);
    }
}
