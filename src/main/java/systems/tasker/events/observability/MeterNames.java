package systems.tasker.events.observability;

/** The names of this room's meters, once. */
public final class MeterNames {

    /** Declared events by how their journey ended. Prometheus: {@code tasker_domain_events_total}. */
    public static final String DOMAIN_EVENTS = "tasker.domain.events";

    /** Declared events of accepted results; the sum over the outcomes of the above, but for those under way. */
    public static final String EVALUATED = "tasker.domain.events.evaluated";

    /** Results by answer, with the time from hand-in to answer. */
    public static final String ACCEPT = "tasker.results.accept";

    /** Commits by verdict, with the time they took. */
    public static final String COMMIT = "tasker.results.commit";

    /** Events of a subscriber by what became of them. */
    public static final String SUBSCRIBER_EVENTS = "tasker.subscriber.events";

    /** Events waiting for a subscriber. */
    public static final String MAILBOX_DEPTH = "tasker.subscriber.mailbox.depth";

    /** Look-ups of claimed contexts by whether memory had them. */
    public static final String CONTEXT_CACHE = "tasker.context.cache.requests";

    /** Contexts in memory. */
    public static final String CONTEXT_CACHE_SIZE = "tasker.context.cache.size";

    /** How full the intake is, from 0 to 1. */
    public static final String SATURATION = "tasker.ingress.saturation";

    /** Reloads of the templates by how they ended. */
    public static final String TEMPLATE_RELOADS = "tasker.templates.reloads";

    /** Problems that keep the template files from coming into force. */
    public static final String TEMPLATE_PROBLEMS = "tasker.templates.problems";

    private MeterNames() {}
}
