package systems.tasker.events.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;

/**
 * Makes the payload of declared events: extend it, make it a CDI bean, and name it in a task template.
 *
 * <p><b>Order.</b> For each event that names the publisher and whose condition holds: {@link #shouldPublish}, {@link #transformPayload}, then
 * the schema check, {@link #additionalMetadata}, {@link #beforePublish}. After the commit that makes the event visible: {@link #afterPublish}.
 *
 * <p><b>Threads.</b> The calls before the commit run one after the other on one worker thread of the publisher's own, so a slow publisher
 * holds up nobody else's; several events may be asked about at once, on different threads. A bean class annotated
 * {@link io.smallrye.common.annotation.NonBlocking} runs where the journey is at that moment, an event loop as a rule, and must not block.
 *
 * <p><b>Time and errors.</b> Before the commit, a publisher has {@code tasker.publisher.time-limit} for one event, hooks included. When it
 * throws or overruns, that event counts as failed, the thread is interrupted, {@link #onPublishError} is called, and everything else goes on:
 * the step is reported, other events go out.
 *
 * <p><b>How often.</b> Once per event and attempt as a rule. A result that arrives twice may be asked about twice, although its events go out
 * once: a publisher must not count or send anything before {@link #afterPublish}.
 *
 * <p><b>Must not</b>: send events itself; keep or change the trees it is given; keep state per task.
 */
public abstract class BasePublisher {

    /** The name templates use; {@code A::B::C} and {@code a.b.C} are both fine. Constant, and unique among all publishers. */
    public abstract String name();

    /** Whether the event is due, beyond its declared condition; false skips it with the reason {@code should_publish}. */
    public boolean shouldPublish(StepEventContext context) {
        return true;
    }

    /** Makes the business payload; by default what the handler returned. The declared schema is checked against it. */
    public JsonNode transformPayload(StepEventContext context) {
        return context.result();
    }

    /** Fields to add to the event's metadata. One of the seven fields that every event has is ignored. */
    public ObjectNode additionalMetadata(StepEventContext context) {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A last look at the event as it would go out; false skips it with the reason {@code before_publish}. */
    public boolean beforePublish(DomainEvent event) {
        return true;
    }

    /** Called once the event is committed and handed on, on a worker thread; the caller's receipt does not wait for it. */
    public void afterPublish(DomainEvent event) {}

    /**
     * Called when this publisher threw or overran, on a worker thread; whatever it throws itself is logged and forgotten.
     *
     * @param context what the publisher was asked about
     * @param error what it threw, or a {@link java.util.concurrent.TimeoutException}
     */
    public void onPublishError(StepEventContext context, Throwable error) {
        Logger.getLogger(getClass())
                .warnf("Publisher failed: publisher=%s event=%s error=%s", name(), context.eventName(), error);
    }
}
