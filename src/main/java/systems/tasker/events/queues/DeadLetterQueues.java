package systems.tasker.events.queues;

import java.util.Locale;

import jakarta.ws.rs.NotFoundException;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.pgmq.QueueTable;
import systems.tasker.events.pgmq.QueueTables;
import systems.tasker.events.step.StorableText;

/** Knows which queues hold dead letters, by the habit that all of this project share: a queue's name with a suffix. */
final class DeadLetterQueues {

    static final String SUFFIX = "_dlq";

    private final QueueTables tables;
    private final DatabaseGuard database;

    DeadLetterQueues(Pool pool, DatabaseGuard database) {
        this.tables = new QueueTables(pool);
        this.database = database;
    }

    /** A dead-letter queue by its name. Fails with {@link NotFoundException}, and says why. */
    Uni<QueueTable> find(String queue) {
        if (!queue.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
            return Uni.createFrom()
                    .failure(new NotFoundException(
                            "A dead-letter queue's name ends in " + SUFFIX + ", such as payments_domain_events_dlq"));
        }
        if (!StorableText.isStorable(queue)) {
            return Uni.createFrom().failure(unknown());
        }
        return database.guard(tables.find(queue)).map(found -> found.orElseThrow(DeadLetterQueues::unknown));
    }

    /** The queue that a dead-letter queue belongs to, where a message does not say where it came from. */
    static String originOf(QueueTable deadLetters) {
        var name = deadLetters.queue();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static NotFoundException unknown() {
        return new NotFoundException("There is no such queue");
    }
}
