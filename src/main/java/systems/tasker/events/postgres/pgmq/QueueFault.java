package systems.tasker.events.postgres.pgmq;

/** Why a queue does not keep its messages. */
public enum QueueFault {
    /** Its table is missing, whether PGMQ lists it or not. */
    MISSING(
            "has no table, so that its messages are gone. Restore the table, or create an empty one: select pgmq.create('%s')"),
    /** A view or a foreign table stands where its table belongs. */
    NOT_A_TABLE("is no table, so that messages cannot be sent. Put the table of the queue in its place: pgmq.q_%s"),
    /** Its table is unlogged. */
    UNLOGGED("is unlogged, so that a crash of the database empties it. Run: alter table pgmq.\"q_%s\" set logged");

    private final String sentence;

    QueueFault(String sentence) {
        this.sentence = sentence;
    }

    /** What it is and what to do. */
    public String sentence(String queue) {
        return "Queue " + queue + " " + sentence.formatted(queue);
    }
}
