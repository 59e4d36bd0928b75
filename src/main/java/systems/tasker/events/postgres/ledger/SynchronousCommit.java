package systems.tasker.events.postgres.ledger;

import java.util.Locale;

/** PostgreSQL's {@code synchronous_commit} of the transactions that accept results and claims. */
enum SynchronousCommit {
    /** What a 2xx promises: flushed to disk, on the synchronous standbys, too. */
    ON,
    REMOTE_WRITE,
    LOCAL,
    OFF;

    /** Sets it for a claim's transaction. */
    static final String ON_SQL = sql("'on'");

    /**
     * SQL that sets it for the current transaction, whatever the database, the role or the session has, and never from {@code
     * remote_apply} to {@code on}.
     *
     * @param value SQL for the value
     */
    static String sql(String value) {
        return "set_config('synchronous_commit', case when current_setting('synchronous_commit') = 'remote_apply' and "
                + value + " = 'on' then 'remote_apply' else " + value + " end, true)";
    }

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
