package systems.tasker.events.postgres.pgmq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jboss.logging.Logger;

/** Creates queues in small transactions: a start that is interrupted goes on where it ended. */
final class MissingQueues {

    private static final Logger LOG = Logger.getLogger(MissingQueues.class);

    // A queue locks eleven relations until its transaction ends; PostgreSQL's default lock table holds some 6,400.
    private static final int QUEUES_PER_TRANSACTION = 50;

    private static final PgmqVersion CREATES_WITHOUT_OWNING = new PgmqVersion(1, 6);

    private final Pool pool;
    private final String version;

    /** @param version of PGMQ, for the message of a failure */
    MissingQueues(Pool pool, String version) {
        this.pool = pool;
        this.version = version;
    }

    /** Creates those that are missing; fails with a sentence for the operator. */
    Uni<Void> create(Collection<String> missing) {
        var created = new AtomicInteger();
        return Multi.createFrom()
                .iterable(missing)
                .group()
                .intoLists()
                .of(QUEUES_PER_TRANSACTION)
                .onItem()
                .transformToUniAndConcatenate(queues -> createTogether(queues)
                        .ifNoItem()
                        .after(PgmqInstallation.START_TIMEOUT)
                        .fail()
                        .invoke(() -> log(queues, created.addAndGet(queues.size()), missing.size())))
                .collect()
                .last()
                .onFailure()
                .transform(fault -> new ConfigurationException(sentence(fault, created.get(), missing.size())));
    }

    private Uni<Void> createTogether(List<String> queues) {
        return TimedTransaction.run(
                pool,
                PgmqInstallation.START_TIMEOUT,
                connection -> lock(connection)
                        .chain(() -> new PgmqClient(connection).queues())
                        .chain(existing -> {
                            var missing = new ArrayList<>(queues);
                            missing.removeAll(existing);
                            return new PgmqClient(connection).create(missing);
                        }));
    }

    /** Waits in the order of arrival, so that replicas that create queues at once take turns. */
    private static Uni<Void> lock(SqlConnection connection) {
        return connection
                .query("select pg_advisory_xact_lock(" + PgmqInstallation.LOCK + ")")
                .execute()
                .replaceWithVoid();
    }

    private static void log(List<String> queues, int created, int wanted) {
        if (wanted <= QUEUES_PER_TRANSACTION) {
            LOG.infof("Queues created: %s", queues);
        } else {
            LOG.infof("Queues created: %d of %d", created, wanted);
        }
    }

    private String sentence(Throwable fault, int created, int wanted) {
        var sentence = "Queues could not be created: created=" + created + " missing=" + (wanted - created) + " error="
                + fault.getMessage() + ". Those that were created stay, the next start goes on";
        return isOfOldVersion(fault)
                ? sentence + ". PGMQ " + version
                        + " lets only the owner of the extension create queues: update PGMQ to "
                        + CREATES_WITHOUT_OWNING + " or later, or create the queues as the owner"
                : sentence;
    }

    private boolean isOfOldVersion(Throwable fault) {
        return DatabaseErrors.sqlState(fault).equals("42501")
                && PgmqVersion.isVersion(version)
                && PgmqVersion.of(version).compareTo(CREATES_WITHOUT_OWNING) < 0;
    }
}
