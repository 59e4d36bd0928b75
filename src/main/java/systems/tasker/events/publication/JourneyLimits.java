package systems.tasker.events.publication;

import systems.tasker.events.json.JsonLimits;

/**
 * What one result may become, and all results in memory together.
 *
 * @param json what an event can be stored with
 * @param maxMessagesSize characters of the messages of one result
 * @param maxInMemory characters of the payloads of custom publishers, and of the results that wait for publication
 */
record JourneyLimits(JsonLimits json, long maxMessagesSize, long maxInMemory) {

    // A tree takes some ten times its text; the rest of the heap is for requests, which get as much, and for all else.
    private static final long HEAP_SHARE = 24;

    // The largest result with some thirty durable events, copies included.
    private static final long BODIES = 32;

    /**
     * The limits of an instance.
     *
     * @param maxBodySize of a result
     */
    static JourneyLimits of(JsonLimits json, long maxBodySize) {
        return new JourneyLimits(
                json, BODIES * maxBodySize, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }
}
