package systems.tasker.events.publisher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;

/**
 * Makes the payload of declared events: extend it, make it a CDI bean, and name it in a task template.
 *
 * <p><b>Order.</b> For each event that names the publisher and whose condition holds: {@link #shouldPublish}, {@link #transformPayload},
 * then the schema check, {@link #additionalMetadata}, {@link #beforePublish}. After the commit that makes the event visible: {@link
 * #afterPublish}. When an event does not go out, unless a condition or a hook declined it: {@link #onPublishError(PublishError)}.
 *
 * <p><b>Threads.</b> The calls before the commit run one after the other on one worker thread of the publisher's own, so a slow publisher
 * delays no other; several events may be asked about at once, on different threads, so fields have to be thread-safe. A bean class
 * annotated {@link io.smallrye.common.annotation.NonBlocking} runs where the journey is at that moment, usually an event loop, and must not
 * block. One annotated {@link io.smallrye.common.annotation.RunOnVirtualThread} has a virtual thread per event from Java 21 on, and before
 * that worker threads all the same, which the log says once.
 *
 * <p><b>Time and errors.</b> Before the commit, a publisher has {@code tasker.publisher.timeout} for one event, hooks and waiting for a
 * thread included; a {@code NonBlocking} one has none, because it occupies the thread that would enforce it. When it throws or overruns,
 * that event counts as {@code failed}, the thread is interrupted, {@link #onPublishError} is called, and everything else goes on: the step
 * is reported, other events go out. When {@code tasker.publisher.threads} are busy and 1,000 events wait for them, one more fails at once.
 *
 * <p><b>How often.</b> Usually once per event and attempt; again when a crash before the commit makes the caller submit the result again. A
 * result that arrives twice may be asked about twice, although its events go out once: a publisher must not count or send anything before
 * {@link #afterPublish}.
 *
 * <p><b>Must not</b>: send events itself; keep or change the trees it is given; keep state per task.
 */
public abstract class BasePublisher {

    /**
     * The name templates use; {@code A::B::C} and {@code a.b.C} are both fine.
     *
     * <p>Asked once, at start-up. Unique among all publishers: otherwise the service does not start, as when it throws or returns a blank.
     */
    public abstract String name();

    /**
     * Whether the event is due, beyond its declared condition; false skips it with the reason {@code should_publish}.
     *
     * <p>The first hook, once per event. Its context belongs to this event's hooks alone; changes to it are not visible elsewhere.
     */
    public boolean shouldPublish(StepEventContext context) {
        return true;
    }

    /**
     * Makes the business payload; by default what the handler returned. The declared schema is checked against it.
     *
     * <p>Once per event that {@link #shouldPublish}, on the same thread. Must not have effects: the event may never go out.
     *
     * @return a {@code JsonNode}, which an override may give as its return type, or a record, bean, map or list, which Jackson makes one
     *     of: names in snake_case, times as text; null is JSON null. What Jackson cannot write counts as thrown. In a native image a
     *     record or bean needs {@code @RegisterForReflection}
     */
    public Object transformPayload(StepEventContext context) {
        return context.result();
    }

    /**
     * Fields to add to the event's metadata. One of the seven fields that every event has is ignored.
     *
     * <p>Once per event whose payload satisfies its schema, on the same thread. Must not return null.
     */
    public ObjectNode additionalMetadata(StepEventContext context) {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Inspects the event as it would go out; false skips it with the reason {@code before_publish}.
     *
     * <p>Once per event, on the same thread, as the last hook before the commit. The event is a copy: what was validated is what is sent,
     * whatever this hook does to it. True does not mean that the event goes out: the commit may still fail.
     */
    public boolean beforePublish(DomainEvent event) {
        return true;
    }

    /**
     * Called once the event is committed and dispatched, with a copy of it; the caller's receipt does not wait for it.
     *
     * <p>At most once per event: not when the process dies in between, nor when the publisher has neither thread nor room in its queue. On
     * a thread as above, with a timeout of its own. Anything it throws is logged and ignored; the event stays published.
     */
    public void afterPublish(DomainEvent event) {}

    /**
     * Called for an event of this publisher that does not go out although it is due; by default, passes what was thrown to
     * {@link #onPublishError(StepEventContext, Throwable)} and ignores the other reasons, which are in receipt and meters.
     *
     * <table>
     *   <caption>When, by {@link PublishError#reason}</caption>
     *   <tr><th>reason</th><th>called</th></tr>
     *   <tr><td>{@code publisher_error}, {@code publisher_timeout}, {@code publisher_saturated}, {@code schema},
     *       {@code payload_unstorable}, {@code queue_missing}</td>
     *       <td>when the event is evaluated, before the commit; again when the result is submitted again after a commit that
     *           failed</td></tr>
     *   <tr><td>{@code send_refused}: its queue refused it</td><td>after the commit of the result</td></tr>
     *   <tr><td>{@code store_unavailable}: the commit failed</td>
     *       <td>at once; in the mode {@code atomic} the sender of the result retries, and the event may go out after all</td></tr>
     *   <tr><td>{@code queue_full}: dropped, in the mode {@code fire-and-forget}</td>
     *       <td>after the commit of the result, without a payload</td></tr>
     * </table>
     *
     * <p>At most once per event and evaluation, on a thread as above, with a timeout of its own: no caller waits for it. Not called when
     * the process crashes or stops before, when the publisher has neither a thread nor capacity in its queue, nor for a result that was
     * accepted before. A call that overran and ignores its interrupt may still be running. What this hook throws is logged and has no
     * other effect. It cannot save the event.
     */
    public void onPublishError(PublishError error) {
        error.thrown().ifPresent(thrown -> onPublishError(error.context(), thrown));
    }

    /**
     * Called by {@link #onPublishError(PublishError)} for what a hook threw; by default, logs it.
     *
     * @param context what the publisher was asked about
     * @param error what it threw, or a {@link java.util.concurrent.TimeoutException}, or a
     *     {@link java.util.concurrent.RejectedExecutionException} when it had neither a thread nor capacity in its queue
     */
    public void onPublishError(StepEventContext context, Throwable error) {
        Logger.getLogger(getClass())
                .warnf("Publisher failed: publisher=%s event=%s error=%s", name(), context.eventName(), error);
    }
}
