package systems.tasker.events.publication;

import systems.tasker.events.json.JsonLimits;

/**
 * What one result may become, and all results in memory together.
 *
 * @param json what an event can be stored with
 * @param maxMessagesSize characters of the messages of one result
 * @param maxHeapBytes of the payloads of custom publishers, of the hooks that wait to be called, and of the results that wait for
 *     publication, each; as estimated
 */
record JourneyLimits(JsonLimits json, long maxMessagesSize, long maxHeapBytes) {

    // Trees of requests take half of the heap at most, subscribers an eighth; the rest is for garbage and all else.
    private static final long HEAP_SHARE = 12;

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
