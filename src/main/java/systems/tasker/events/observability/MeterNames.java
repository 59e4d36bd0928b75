package systems.tasker.events.observability;

/** The names of all meters of the service. In Prometheus {@code .} is {@code _}, and units and {@code _total} follow. */
public final class MeterNames {

    /** Declared events by how their journey ended. Prometheus: {@code tasker_domain_events_total}. */
    public static final String DOMAIN_EVENTS = "tasker.domain.events";

    /** Declared events of accepted results; the sum over the outcomes of the above, but for those in flight. */
    public static final String EVALUATED = "tasker.domain.events.evaluated";

    /** Results by answer, with the time from submission to answer. */
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

    /** Transactions since the oldest that some session sees, whose rows vacuum cannot remove. */
    public static final String DATABASE_XMIN_AGE = "tasker.database.xmin.age";

    /** Whether the server is a primary that can write. */
    public static final String DATABASE_WRITABLE = "tasker.database.writable";

    /** What a commit survives: 0 nothing, 1 a crash of the server, 2 its loss. */
    public static final String DATABASE_DURABILITY = "tasker.database.durability";

    /** Connected standbys that commits wait for. */
    public static final String DATABASE_SYNCHRONOUS_STANDBYS = "tasker.database.synchronous.standbys";

    /** Sessions and transactions that are stuck and hold what others need, by kind. */
    public static final String DATABASE_BLOCKERS = "tasker.database.blockers";

    /** Messages of a queue that a consumer would get. */
    public static final String QUEUE_VISIBLE = "tasker.queue.visible";

    /** Messages of a queue that are hidden. */
    public static final String QUEUE_IN_FLIGHT = "tasker.queue.in.flight";

    /** Age of a queue's oldest message. */
    public static final String QUEUE_OLDEST_AGE = "tasker.queue.oldest.age";

    /** Messages in a queue's dead-letter queue. */
    public static final String QUEUE_DEAD_LETTERS = "tasker.queue.dead.letters";

    /** Rows that consumed messages left in a queue's table. */
    public static final String QUEUE_DEAD_TUPLES = "tasker.queue.dead.tuples";

    /** Archived messages of a queue that were deleted at their retention. */
    public static final String ARCHIVE_DELETED = "tasker.archive.deleted";

    /** Results that share a commit. */
    public static final String COMMIT_BATCH = "tasker.results.commit.batch";

    /** Results that wait for a commit to share. */
    public static final String COMMIT_WAITING = "tasker.results.commit.waiting";

    /** Share of the last seconds' commits that failed. */
    public static final String COMMIT_FAILURE_RATIO = "tasker.results.commit.failure.ratio";

    /** Channels that are stuck. */
    public static final String CHANNELS_STUCK = "tasker.channels.stuck";

    /** Messages sent; the name is that of OpenTelemetry's conventions, as are the next three. */
    public static final String SENT_MESSAGES = "messaging.client.sent.messages";

    /** Messages read by the channels of this instance. */
    public static final String CONSUMED_MESSAGES = "messaging.client.consumed.messages";

    /** Statements that send, receive or settle messages. */
    public static final String OPERATION_DURATION = "messaging.client.operation.duration";

    /** Messages of a channel, from dispatch to acknowledgement. */
    public static final String PROCESS_DURATION = "messaging.process.duration";

    private MeterNames() {}
}
