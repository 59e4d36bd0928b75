package systems.tasker.events.postgres.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;

import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.queue.QueueName;

/** Checks of the messages in queues, and of the sequences that number them. */
final class MessageChecks {

    // Reads the primary key's first row and at most so many entries of an index, whatever the queue's length is.
    private static final String OLDEST = """
            select %1$d, extract(epoch from now() - oldest.enqueued_at)::bigint, oldest.read_ct, oldest.vt > now(),
                   (select count(*) from (select from %2$s order by msg_id limit 10000) as counted)
            from (select enqueued_at, read_ct, vt from %2$s order by msg_id limit 1) as oldest
            """;

    private static final String BEHIND = """
            select %1$d, numbered, pg_sequence_last_value(numbers), numbers::text
            from (
                select greatest((select max(msg_id) from %2$s), (select max(msg_id) from %3$s)) as numbered,
                       pg_get_serial_sequence('%2$s', 'msg_id')::regclass as numbers
            ) as queue
            """;

    // 2^53 is the last number that consumers in JavaScript read exactly.
    private static final String EXHAUSTED = Inspection.OURS + """
            select numbers::text, format('its last value is %s of %s', used, most),
                   format('drain the queue, empty %s, then: alter sequence %s restart', archive, numbers)
            from (
                select archive, numbers, pg_sequence_last_value(numbers) as used,
                       (select least(seqmax, 9007199254740992) from pg_sequence where seqrelid = numbers) as most
                from (
                    select archive, pg_get_serial_sequence(messages::text, 'msg_id')::regclass as numbers
                    from ours where messages is not null
                ) as queue
            ) as sequence
            where used > most * 0.8
            order by 1
            """;

    private MessageChecks() {}

    /** Queues whose oldest message is too old: no consumer has read it, or none has finished it. */
    static Uni<List<Finding>> readers(Inspection inspection) {
        return oldest(inspection, false)
                .map(found -> found.stream()
                        .flatMap(each ->
                                unread(each, inspection.expected().service().maxMessageAge()).stream())
                        .toList());
    }

    static Uni<List<Finding>> deadLetters(Inspection inspection) {
        return oldest(inspection, true)
                .map(found -> found.stream()
                        .map(each -> FindingType.DEAD_LETTERS.of(
                                each.queue(),
                                each.messages() + " message(s), the oldest for " + each.age(),
                                "POST /v1/dead-letters/" + each.queue() + "/redrive, after their cause is fixed"))
                        .toList());
    }

    /** The oldest message of a queue. */
    private record Oldest(
            String queue, String table, Duration age, boolean wasRead, boolean isHidden, String messages) {}

    private static Uni<List<Oldest>> oldest(Inspection inspection, boolean ofDeadLetters) {
        return inspection
                .tables()
                .map(tables -> tables.stream()
                        .filter(table -> QueueName.isOfDeadLetters(table.queue()) == ofDeadLetters)
                        .toList())
                .chain(tables -> inspection
                        .perQueue(tables, "(" + OLDEST + ")")
                        .map(rows ->
                                rows.stream().map(row -> oldest(tables, row)).toList()));
    }

    private static Oldest oldest(List<QueueTable> tables, Row row) {
        var table = tables.get(row.getInteger(0));
        var count = row.getLong(4);
        return new Oldest(
                table.queue(),
                table.messages(),
                Duration.ofSeconds(Math.max(0, row.getLong(1))),
                row.getInteger(2) > 0,
                row.getBoolean(3),
                count == 10_000 ? "10000 or more" : Long.toString(count));
    }

    private static Optional<Finding> unread(Oldest oldest, Duration limit) {
        if (oldest.age().compareTo(limit) <= 0) {
            return Optional.empty();
        }
        var evidence = oldest.messages() + " message(s), the oldest for " + oldest.age();
        if (oldest.wasRead()) {
            return Optional.of(FindingType.QUEUE_BACKLOG.of(
                    oldest.queue(),
                    evidence + ", read but not archived",
                    "add consumers of the queue, or fix those that fail: GET /v1/queues shows their progress"));
        }
        // Hidden and never read: sent with a delay.
        return oldest.isHidden()
                ? Optional.empty()
                : Optional.of(FindingType.QUEUE_WITHOUT_READER.of(
                        oldest.queue(),
                        evidence + ", never read",
                        "start a consumer, or archive what none needs: select pgmq.archive('%s', array(select msg_id from %s))"
                                .formatted(oldest.queue(), oldest.table())));
    }

    /** Sequences that will number messages as others are numbered already, as after an incomplete restore. */
    static Uni<List<Finding>> sequencesBehind(Inspection inspection) {
        return inspection
                .tables()
                .chain(tables -> inspection
                        .perQueue(tables, BEHIND)
                        .map(rows -> rows.stream()
                                .filter(row -> row.getLong(1) != null
                                        && (row.getLong(2) == null || row.getLong(2) < row.getLong(1)))
                                .map(row -> FindingType.SEQUENCE_BEHIND.of(
                                        tables.get(row.getInteger(0)).queue(),
                                        "%s is at %s, messages are numbered up to %d"
                                                .formatted(
                                                        row.getString(3),
                                                        row.getLong(2) == null ? "its start" : row.getLong(2),
                                                        row.getLong(1)),
                                        "select setval('%s', %d)".formatted(row.getString(3), row.getLong(1))))
                                .toList()));
    }

    static Uni<List<Finding>> sequencesExhausted(Inspection inspection) {
        return inspection.each(FindingType.SEQUENCE_EXHAUSTED, EXHAUSTED, (Object) inspection.queues());
    }
}
