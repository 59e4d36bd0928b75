package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import systems.tasker.events.postgres.server.ServerState;

/** What an accepted result survives, weakest first. */
enum Durability {
    /** Not even a crash of the server. */
    NONE(),
    /** A crash of the server, whose disk has it. */
    LOCAL(Promise.FLUSHED),
    /** The loss of the server: a synchronous standby has it on disk, too. */
    REPLICATED(Promise.FLUSHED, Promise.REPLICATED);

    private final List<Promise> promises;

    Durability(Promise... promises) {
        this.promises = List.of(promises);
    }

    /** What the configuration of a server promises: asked of the server in a commit, and of its state for the status. */
    private enum Promise {
        FLUSHED(ServerState.FSYNC, ServerState::fsync),
        REPLICATED(
                ServerState.STANDBY_NAMES + " <> ''",
                server -> !server.synchronousStandbyNames().isEmpty());

        private final String sql;
        private final Predicate<ServerState> isGiven;

        Promise(String sql, Predicate<ServerState> isGiven) {
            this.sql = sql;
            this.isGiven = isGiven;
        }
    }

    /**
     * SQL that is true where the server promises at least a level to a commit that waits as long as the configuration of the server says.
     *
     * @param value SQL for the level
     */
    static String sql(String value) {
        return Stream.of(LOCAL, REPLICATED)
                .map(level -> level.promises.stream()
                        .map(promise -> promise.sql)
                        .collect(Collectors.joining(" and ", " when '" + level.label() + "' then ", "")))
                .collect(Collectors.joining("", "case " + value, " else true end"));
    }

    /** What a server promises to a commit. */
    static Durability of(ServerState server, SynchronousCommit commit) {
        return Stream.of(REPLICATED, LOCAL)
                .filter(level -> level.isPossibleWith(commit)
                        && level.promises.stream().allMatch(promise -> promise.isGiven.test(server)))
                .findFirst()
                .orElse(NONE);
    }

    /** Whether a commit can promise it at all. */
    boolean isPossibleWith(SynchronousCommit commit) {
        return switch (this) {
            case NONE -> true;
            case LOCAL -> commit != SynchronousCommit.OFF;
            // With remote_write the standby may not have it on disk.
            case REPLICATED -> commit == SynchronousCommit.ON;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
