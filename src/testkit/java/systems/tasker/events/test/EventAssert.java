package systems.tasker.events.test;

import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.json.Json;
import systems.tasker.events.publication.PublicationOutcome;

/** What a test expects of an event that went out. */
public final class EventAssert {

    private final DomainEvent actual;
    private final PublicationOutcome outcome;
    private final JourneyAssert journey;

    EventAssert(DomainEvent actual, PublicationOutcome outcome, JourneyAssert journey) {
        this.actual = actual;
        this.outcome = outcome;
        this.journey = journey;
    }

    /**
     * Its business payload is this JSON: every field counts, every type and every digit; the order of keys does not. The placeholders of
     * {@link JsonDifferences} stand for what differs from run to run.
     */
    public EventAssert withPayload(String json) {
        return withPayload(Json.read(json));
    }

    /** Its business payload is this JSON, as {@link #withPayload(String)} compares. */
    public EventAssert withPayload(JsonNode json) {
        JsonDifferences.assertNone("The payload of " + actual.eventName(), json, actual.businessPayload());
        return this;
    }

    /** Its metadata say this under a key, one of the seven or a publisher's own. */
    public EventAssert withMetadata(String key, String value) {
        return equal("metadata '" + key + "'", value, actual.metadata().get(key).asText(null));
    }

    /** It has this version. */
    public EventAssert withVersion(String version) {
        return equal("version", version, actual.eventVersion());
    }

    /** It went into this queue, among others perhaps. */
    public EventAssert inQueue(String queue) {
        if (!outcome.queues().contains(queue)) {
            throw new AssertionError(
                    actual.eventName() + " went into the queues " + outcome.queues() + ", not into " + queue);
        }
        return this;
    }

    /** The journey again, for what is expected of other events. */
    public JourneyAssert and() {
        return journey;
    }

    /** Another event went out, too. */
    public EventAssert published(String eventName) {
        return journey.published(eventName);
    }

    private EventAssert equal(String what, String expected, String found) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError(
                    "Expected the " + what + " of " + actual.eventName() + " to be " + expected + " but was " + found);
        }
        return this;
    }
}
