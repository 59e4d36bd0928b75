package systems.tasker.events.queue;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a queue as PGMQ stores it: names that differ in case only are the same queue.
 *
 * <p>Where a name is shown, or written to PGMQ, it stays a text as it was given; this type compares queues and names their tables.
 *
 * @param value the name in lower case
 */
public record QueueName(String value) {

    /** Characters a queue's name may have, so that the name of its dead-letter queue is still legal. */
    public static final int MAX_LENGTH = 43;

    /** The queue of the notifications to orchestration, unless configured otherwise. */
    public static final String ORCHESTRATION_RESULTS = "orchestration_step_results";

    /** The queue of the results that workers submit, unless configured otherwise. */
    public static final String WORKER_RESULTS = "worker_step_results";

    /** What the names of dead-letter queues end with. */
    public static final String DEAD_LETTERS = "_dlq";

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String EVENTS = "_domain_events";
    private static final String MESSAGES = "q_";
    private static final String ARCHIVE = "a_";
    private static final String SCHEMA = "pgmq";

    public QueueName {
        value = value.toLowerCase(Locale.ROOT);
    }

    public static boolean isLegal(String name) {
        return name.length() <= MAX_LENGTH && LEGAL.matcher(name).matches();
    }

    /** The queue of a namespace's durable events. */
    public static String ofEvents(String namespace) {
        return namespace + EVENTS;
    }

    /** The dead-letter queue of a queue. */
    public static String ofDeadLetters(String queue) {
        return queue + DEAD_LETTERS;
    }

    /** The queue that a dead-letter queue belongs to. */
    public static String ofOrigin(String deadLetters) {
        return deadLetters.substring(0, deadLetters.length() - DEAD_LETTERS.length());
    }

    public static boolean isOfDeadLetters(String queue) {
        return new QueueName(queue).value.endsWith(DEAD_LETTERS);
    }

    /** Whether step results are read from this queue; an event among them would be taken for one. */
    public boolean isOfResults() {
        return value.equals(ORCHESTRATION_RESULTS) || value.equals(WORKER_RESULTS);
    }

    /** The dead-letter queue of this queue. */
    public QueueName deadLetters() {
        return new QueueName(ofDeadLetters(value));
    }

    /** The table of its messages, without the schema and not quoted. */
    public String table() {
        return MESSAGES + value;
    }

    /** The channel on which PGMQ's trigger, and this service, notify of new messages. */
    public String insertChannel() {
        return SCHEMA + "." + table() + ".INSERT";
    }

    /** SQL for the table of a queue's messages, without the schema and not quoted, where the queue's name is an expression. */
    public static String tableSql(String queue) {
        return "lower('" + MESSAGES + "' || " + queue + ")";
    }

    /** SQL for the table of a queue's messages, quoted. */
    public static String qualifiedTableSql(String queue) {
        return "format('" + SCHEMA + ".%I', " + tableSql(queue) + ")";
    }

    /** SQL for the table of a queue's archived messages, quoted. */
    public static String qualifiedArchiveSql(String queue) {
        return "format('" + SCHEMA + ".%I', lower('" + ARCHIVE + "' || " + queue + "))";
    }
}
