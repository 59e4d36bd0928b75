package systems.tasker.events.queue;

/** Headers that any message may have. The headers of events are in {@code EventHeaders}, that of dead letters in {@code DeadLetter}. */
public final class MessageHeaders {

    /** The ordering key: PGMQ's grouped reads return messages with the same value in order. */
    public static final String GROUP = "x-pgmq-group";

    /** The trace a message was sent in (W3C Trace Context). */
    public static final String TRACEPARENT = "traceparent";

    /** What tracing systems add to the trace (W3C Trace Context). */
    public static final String TRACESTATE = "tracestate";

    private MessageHeaders() {}
}
