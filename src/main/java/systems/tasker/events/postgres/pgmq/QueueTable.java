package systems.tasker.events.postgres.pgmq;

/** The tables of a queue that exists, quoted as they stand in SQL; {@link QueueTables} knows them. */
public final class QueueTable {

    private final String queue;
    private final String messages;
    private final String archive;

    QueueTable(String queue, String messages, String archive) {
        this.queue = queue;
        this.messages = messages;
        this.archive = archive;
    }

    /** The queue's name, as it was created. */
    public String queue() {
        return queue;
    }

    /** The table of its messages, such as {@code pgmq.q_payments_domain_events}. */
    public String messages() {
        return messages;
    }

    /** The table of its archived messages. */
    public String archive() {
        return archive;
    }
}
