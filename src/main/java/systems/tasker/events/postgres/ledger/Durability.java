package systems.tasker.events.postgres.ledger;

import java.util.Locale;

import systems.tasker.events.postgres.server.ServerState;

/** What an accepted result survives, weakest first. */
enum Durability {
    /** Not even a crash of the server. */
    NONE,
    /** A crash of the server, whose disk has it. */
    LOCAL,
    /** The loss of the server: a synchronous standby has it on disk, too. */
    REPLICATED;

    /**
     * SQL that is true where the server promises at least a level to a commit that waits as long as the configuration of the server says.
     *
     * @param value SQL for the level
     */
    static String sql(String value) {
        return """
                case %s
                    when 'replicated' then current_setting('fsync') = 'on' and btrim(current_setting('synchronous_standby_names')) <> ''
                    when 'local' then current_setting('fsync') = 'on'
                    else true
                end""".formatted(value);
    }

    /** What a server promises to a commit. */
    static Durability of(ServerState server, SynchronousCommit commit) {
        if (!server.fsync() || commit == SynchronousCommit.OFF) {
            return NONE;
        }
        // With remote_write the standby may not have it on disk.
        return commit == SynchronousCommit.ON
                        && !server.synchronousStandbyNames().isEmpty()
                ? REPLICATED
                : LOCAL;
    }

    /** Whether a commit can promise it at all. */
    boolean isPossibleWith(SynchronousCommit commit) {
        return switch (this) {
            case NONE -> true;
            case LOCAL -> commit != SynchronousCommit.OFF;
            case REPLICATED -> commit == SynchronousCommit.ON;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
