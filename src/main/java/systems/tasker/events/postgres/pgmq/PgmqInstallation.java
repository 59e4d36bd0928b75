package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jboss.logging.Logger;

/** Makes sure that PGMQ and the queues are there, before anything is accepted; several replicas may do so at once. */
@Singleton
public final class PgmqInstallation {

    private static final Logger LOG = Logger.getLogger(PgmqInstallation.class);
    // Two sessions that create the extension or a queue at once collide; this key, any number of ours, makes them queue
    // up.
    private static final long LOCK = 7_356_270_811_942_630_144L;
    // Building the index of an ordered queue blocks its senders; a longer build is logged, as SQL to run.
    static final Duration INDEX_TIMEOUT = Duration.ofSeconds(2);
    // Long enough for replicas that wait for each other, shorter than a start-up probe has.
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOCK_LOOK = Duration.ofMillis(100);

    private final Pool pool;
    private final PgmqConfig config;

    PgmqInstallation(Pool pool, PgmqConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /**
     * Checks the extension, and creates what is missing and allowed; waits for it.
     *
     * @throws ConfigurationException with a sentence that says what to do; at start-up Quarkus shows nothing else
     */
    public void ensure(Set<String> queues) {
        var version = check(queues).await().atMost(START_TIMEOUT);
        LOG.infof("PGMQ is ready: version=%s queues=%d", version, queues.size());
    }

    /** Creates the indexes that are missing to read these queues by group, or logs how to; waits for it, never fails. */
    public void ensureGroupIndexes(Set<String> queues) {
        new GroupIndexes(pool, INDEX_TIMEOUT).ensure(queues).await().indefinitely();
    }

    /** Sets the storage parameters of the tables of these queues that are missing, or logs how to; waits for it, never fails. */
    public void ensureStorage(Set<String> queues) {
        new QueueStorage(pool, INDEX_TIMEOUT).ensure(queues).await().indefinitely();
    }

    Uni<PgmqVersion> check(Set<String> queues) {
        return TimedTransaction.run(
                pool,
                START_TIMEOUT,
                connection -> lock(connection)
                        .chain(locked -> ensureExtension(connection))
                        .call(version -> ensureQueues(connection, queues)));
    }

    /** Waits until no other replica creates anything; ends with the transaction. Asks again and again, for no statement waits that long. */
    static Uni<Void> lock(SqlConnection connection) {
        return Multi.createBy()
                .repeating()
                .uni(() -> connection
                        .query("select pg_try_advisory_xact_lock(" + LOCK + ")")
                        .execute()
                        .map(rows -> rows.iterator().next().getBoolean(0)))
                .withDelay(LOCK_LOOK)
                .until(locked -> locked)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<PgmqVersion> ensureExtension(SqlConnection connection) {
        return installedVersion(connection).chain(version -> {
            if (!version.isEmpty()) {
                return supported(version);
            }
            if (!config.createExtension()) {
                return failure("PGMQ is not installed in this database. Run CREATE EXTENSION pgmq as a role that may,"
                        + " or set tasker.pgmq.create-extension=true");
            }
            return connection
                    .query("create extension if not exists pgmq cascade")
                    .execute()
                    .onFailure()
                    .transform(refused -> new ConfigurationException(
                            "PGMQ is not installed in this database and could not be created: " + refused.getMessage()
                                    + ". Use a server that has it, such as the image ghcr.io/pgmq/pg18-pgmq,"
                                    + " and run CREATE EXTENSION pgmq as a role that may"))
                    .chain(created -> installedVersion(connection))
                    .invoke(created -> LOG.infof("PGMQ extension created: version=%s", created))
                    .chain(this::supported);
        });
    }

    /** The version; empty when there is none, {@code unknown} for an installation without the extension's bookkeeping. */
    private static Uni<String> installedVersion(SqlConnection connection) {
        return connection
                .query("select coalesce((select extversion from pg_extension where extname = 'pgmq'),"
                        + " case when to_regclass('pgmq.meta') is null then '' else 'unknown' end)")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    private Uni<PgmqVersion> supported(String text) {
        if (text.equals("unknown")) {
            LOG.info(
                    "PGMQ is installed by its SQL file, which does not say its version; it is taken to be recent enough");
            return Uni.createFrom().item(PgmqVersion.OLDEST_SUPPORTED);
        }
        var version = PgmqVersion.of(text);
        return version.compareTo(PgmqVersion.OLDEST_SUPPORTED) >= 0
                ? Uni.createFrom().item(version)
                : failure("PGMQ " + text + " is too old, at least " + PgmqVersion.OLDEST_SUPPORTED
                        + " is needed. Run ALTER EXTENSION pgmq UPDATE with a newer package");
    }

    private Uni<Void> ensureQueues(SqlConnection connection, Set<String> wanted) {
        var client = new PgmqClient(connection);
        return client.queues().chain(existing -> {
            var missing = new HashSet<>(wanted);
            missing.removeAll(existing);
            if (!missing.isEmpty() && !config.createQueues()) {
                return failure("These queues are missing: " + missing
                        + ". Create them with pgmq.create, or set tasker.pgmq.create-queues=true");
            }
            return create(client, missing.stream().sorted().toList());
        });
    }

    private static Uni<Void> create(PgmqClient client, List<String> queues) {
        return Multi.createFrom()
                .iterable(queues)
                .onItem()
                .transformToUniAndConcatenate(client::create)
                .onCompletion()
                .invoke(() -> LOG.infof("Queues created: %s", queues))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static <T> Uni<T> failure(String sentence) {
        return Uni.createFrom().failure(new ConfigurationException(sentence));
    }
}
