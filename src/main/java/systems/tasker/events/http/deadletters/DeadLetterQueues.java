package systems.tasker.events.http.deadletters;

import jakarta.ws.rs.NotFoundException;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.json.StorableText;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.queue.QueueName;

/** Finds dead-letter queues, which are recognized by their names. */
final class DeadLetterQueues {

    private final QueueTables tables;
    private final DatabaseGuard database;

    DeadLetterQueues(Pool pool, QueuesConfig config) {
        this.tables = new QueueTables(pool);
        this.database = new DatabaseGuard(config.timeout(), StoreUnavailableException::new);
    }

    /** A dead-letter queue by its name. Fails with {@link NotFoundException}, whose message says why. */
    Uni<QueueTable> find(String queue) {
        if (!QueueName.isOfDeadLetters(queue)) {
            return Uni.createFrom()
                    .failure(new NotFoundException("A dead-letter queue's name ends in " + QueueName.DEAD_LETTERS
                            + ", such as " + QueueName.ofDeadLetters(QueueName.ofEvents("payments"))));
        }
        if (!StorableText.isStorable(queue)) {
            return Uni.createFrom().failure(unknown());
        }
        return database.guard(tables.find(queue)).map(found -> found.orElseThrow(DeadLetterQueues::unknown));
    }

    private static NotFoundException unknown() {
        return new NotFoundException("There is no such queue");
    }
}
