package systems.tasker.events.event;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the queues of events are called; PGMQ folds their names to lower case. */
public final class QueueName {

    /** Characters a queue's name may have, so that its dead letters' queue still has a legal one. */
    public static final int MAX_LENGTH = 43;

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String EVENTS = "_domain_events";
    /** The queue of the notifications to orchestration, unless configured otherwise. */
    public static final String ORCHESTRATION_RESULTS = "orchestration_step_results";

    /** The queue of the results that workers submit, unless configured otherwise. */
    public static final String WORKER_RESULTS = "worker_step_results";

    private static final String DEAD_LETTERS = "_dlq";

    private QueueName() {}

    public static boolean isLegal(String name) {
        return name.length() <= MAX_LENGTH && LEGAL.matcher(name).matches();
    }

    /** The queue of a namespace's durable events. */
    public static String ofEvents(String namespace) {
        return namespace + EVENTS;
    }

    /** Whether step results are read from a queue; an event among them would be taken for one. */
    public static boolean isOfResults(String queue) {
        return queue.equalsIgnoreCase(ORCHESTRATION_RESULTS) || queue.equalsIgnoreCase(WORKER_RESULTS);
    }

    /** The queue that a queue's dead letters go to. */
    public static String ofDeadLetters(String queue) {
        return queue + DEAD_LETTERS;
    }

    /** The queue whose dead letters a queue holds, by its name. */
    public static String ofOrigin(String deadLetters) {
        return deadLetters.substring(0, deadLetters.length() - DEAD_LETTERS.length());
    }

    public static boolean isOfDeadLetters(String queue) {
        return queue.toLowerCase(Locale.ROOT).endsWith(DEAD_LETTERS);
    }
}
