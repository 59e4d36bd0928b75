package systems.tasker.events.postgres.recorded;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.postgres.pgmq.Rows;

/**
 * Some accepted results, in the order of their time.
 *
 * <p>Each page is of a window of time, because the index of the time is a BRIN index: it finds a window, and no order. The window grows
 * while pages are short.
 *
 * @param rows the accepted results
 * @param next where the next page starts
 */
record AcceptedPage(List<Accepted> rows, Position next) {

    private static final int SIZE = 500;
    private static final Duration FIRST_WINDOW = Duration.ofMinutes(1);
    private static final Duration MAX_WINDOW = Duration.ofDays(1);
    private static final UUID FIRST = new UUID(0, 0);

    private static final String PAGE = """
            select step_uuid, attempt_key, accepted_at, notification_msg_id
            from tasker_events.accepted_results
            where accepted_at >= $1 and accepted_at < $2 and (accepted_at, step_uuid, attempt_key) > ($1, $3, $4)
            order by accepted_at, step_uuid, attempt_key
            limit %d
            """.formatted(SIZE);

    /** An accepted result. */
    record Accepted(UUID stepUuid, String attemptKey, Instant acceptedAt, long notificationMsgId) {}

    /**
     * Where a page starts.
     *
     * @param from the time of the last result that was read
     * @param step its step
     * @param attemptKey its attempt
     * @param window the time that the page covers
     * @param until the end of all pages
     */
    record Position(Instant from, UUID step, String attemptKey, Duration window, Instant until) {

        static Position start(Instant from, Instant until) {
            return new Position(from, FIRST, "", FIRST_WINDOW, until);
        }

        boolean isAtEnd() {
            return !from.isBefore(until);
        }

        private Instant end() {
            var end = from.plus(window);
            return end.isBefore(until) ? end : until;
        }

        private Position after(List<Accepted> rows) {
            if (rows.size() == SIZE) {
                var last = rows.get(SIZE - 1);
                return new Position(last.acceptedAt(), last.stepUuid(), last.attemptKey(), window.dividedBy(2), until);
            }
            var wider = window.multipliedBy(2);
            return new Position(end(), FIRST, "", wider.compareTo(MAX_WINDOW) < 0 ? wider : MAX_WINDOW, until);
        }
    }

    static Uni<AcceptedPage> after(SqlConnection connection, Position position) {
        return connection
                .preparedQuery(PAGE)
                .execute(Tuple.of(
                        position.from().atOffset(ZoneOffset.UTC),
                        position.end().atOffset(ZoneOffset.UTC),
                        position.step(),
                        position.attemptKey()))
                .map(rows -> {
                    var accepted = Rows.list(rows, AcceptedPage::accepted);
                    return new AcceptedPage(accepted, position.after(accepted));
                });
    }

    private static Accepted accepted(Row row) {
        return new Accepted(
                row.getUUID(0), row.getString(1), row.getOffsetDateTime(2).toInstant(), row.getLong(3));
    }
}
