package systems.tasker.events.http.deadletters;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.http.deadletters.MessageTransfer.Return;
import systems.tasker.events.http.deadletters.Redriven.NotRedriven;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.DeadLetter;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.Rows;
import systems.tasker.events.queue.QueueName;

/**
 * Dead letters that match a request. Each is moved to the queue it came from, if that exists and no consumer holds the message.
 *
 * <p>A message that fails again at once returns with a higher id than {@link SelectedLetters} counted, so no run meets it twice.
 */
final class DeadLetterSource implements ResendSource<Return> {

    private static final String NEXT = """
            select msg_id, origin, exists (select from pgmq.meta where lower(queue_name) = lower(origin)),
                   case when vt > clock_timestamp() then vt end
            from (select msg_id, vt, coalesce(headers #>> '{%s,queue}', $4::text) as origin
                  from %s
                  where msg_id > $1 and msg_id <= $2 and %s
                  order by msg_id
                  limit $3) as letter
            order by msg_id
            """;

    private final Pool pool;
    private final DatabaseGuard database;
    private final MessageTransfer transfer;
    private final QueueTable queue;
    private final MessageFilter selection;
    private final SelectedLetters selected;
    private final int maxListed;
    private final List<NotRedriven> notRedriven = new ArrayList<>();
    private final Set<Long> missing;

    /** @param maxListed how many of the messages that stay are listed */
    DeadLetterSource(
            Pool pool,
            DatabaseGuard database,
            MessageTransfer transfer,
            QueueTable queue,
            RedriveRequest request,
            SelectedLetters selected,
            int maxListed) {
        this.pool = pool;
        this.database = database;
        this.transfer = transfer;
        this.queue = queue;
        this.selection = request.selection();
        this.selected = selected;
        this.maxListed = maxListed;
        this.missing = new HashSet<>(request.ids());
    }

    private record Letter(long msgId, String origin, boolean hasOrigin, OffsetDateTime hiddenUntil) {}

    /** The messages met so far that stay in the queue, and why. */
    List<NotRedriven> notRedriven() {
        return notRedriven;
    }

    @Override
    public Uni<Batch<Return>> next(long afterId, int max) {
        var sql = NEXT.formatted(DeadLetter.HEADER, queue.messages(), selection.sql(4));
        var parameters = selection.parameters(afterId, selected.upToId(), max, QueueName.ofOrigin(queue.queue()));
        return database.run(pool, connection -> connection.preparedQuery(sql).execute(parameters))
                .map(rows -> Rows.list(rows, DeadLetterSource::letter))
                .map(letters -> batch(letters, afterId));
    }

    private Batch<Return> batch(List<Letter> letters, long afterId) {
        if (letters.isEmpty()) {
            missing.stream().sorted().forEach(id -> addNotRedriven(id, "There is no such message in this queue"));
            return new Batch<>(List.of(), afterId, true);
        }
        var returns = letters.stream()
                .filter(this::canReturn)
                .map(letter -> new Return(letter.msgId(), letter.origin()))
                .toList();
        return new Batch<>(returns, letters.get(letters.size() - 1).msgId(), false);
    }

    @Override
    public Uni<Long> send(List<Return> messages) {
        return database.guard(transfer.move(queue, messages));
    }

    private boolean canReturn(Letter letter) {
        missing.remove(letter.msgId());
        if (!letter.hasOrigin()) {
            addNotRedriven(letter.msgId(), "Queue " + letter.origin() + ", where it came from, does not exist");
        } else if (letter.hiddenUntil() != null) {
            addNotRedriven(letter.msgId(), "A consumer has it until " + letter.hiddenUntil());
        }
        return letter.hasOrigin() && letter.hiddenUntil() == null;
    }

    private void addNotRedriven(long id, String detail) {
        if (notRedriven.size() < maxListed) {
            notRedriven.add(new NotRedriven(id, detail));
        }
    }

    private static Letter letter(Row row) {
        return new Letter(row.getLong(0), row.getString(1), row.getBoolean(2), row.getOffsetDateTime(3));
    }
}
