package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jboss.logging.Logger;

/** Makes sure that PGMQ and the queues are there, before anything is accepted; several replicas may do so at once. */
@Singleton
public final class PgmqInstallation {

    private static final Logger LOG = Logger.getLogger(PgmqInstallation.class);
    // Two sessions that create the extension or a queue at once collide; this key, any number of ours, makes them queue
    // up.
    static final long LOCK = 7_356_270_811_942_630_144L;
    private static final String UNKNOWN = "unknown";
    // Building the index of an ordered queue blocks its senders; a longer build is logged, as SQL to run.
    static final Duration INDEX_TIMEOUT = Duration.ofSeconds(2);
    // Long enough for replicas that wait for each other, shorter than a start-up probe has.
    static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOCK_LOOK = Duration.ofMillis(100);

    private final Pool pool;
    private final PgmqConfig config;
    private final Set<String> durable = ConcurrentHashMap.newKeySet();

    PgmqInstallation(Pool pool, PgmqConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /**
     * Checks the database, the extension and the queues, and creates what is missing and allowed; waits for it.
     *
     * @throws ConfigurationException with a sentence that says what to do; at start-up Quarkus shows nothing else
     */
    public void ensure(Set<String> queues) {
        var version = check(queues).await().indefinitely();
        LOG.infof("PGMQ is ready: version=%s queues=%d", version, queues.size());
    }

    /**
     * The same for queues whose messages must survive a crash of the server: their tables exist and are logged.
     *
     * @throws ConfigurationException as {@link #ensure}
     */
    public void ensureDurable(Set<String> queues) {
        ensure(queues);
        var faults = bounded(new QueueTables(pool).faults(queues)).await().indefinitely();
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults.entrySet().stream()
                    .map(fault -> fault.getValue().sentence(fault.getKey()))
                    .collect(Collectors.joining(". ")));
        }
        durable.addAll(queues);
    }

    /** The queues that were ensured to be durable, and have to stay so. */
    public Set<String> durableQueues() {
        return Set.copyOf(durable);
    }

    /** Creates the indexes that are missing to read these queues by group, or logs how to; waits for it, never fails. */
    public void ensureGroupIndexes(Set<String> queues) {
        new GroupIndexes(pool, INDEX_TIMEOUT).ensure(queues).await().indefinitely();
    }

    /** Sets the storage parameters of the tables of these queues that are missing, or logs how to; waits for it, never fails. */
    public void ensureStorage(Set<String> queues) {
        new QueueStorage(pool, INDEX_TIMEOUT).ensure(queues).await().indefinitely();
    }

    /** The version of PGMQ, {@code unknown} for an installation by its SQL file. */
    Uni<String> check(Set<String> queues) {
        return bounded(requireUtf8())
                .chain(() -> bounded(ensureExtension()))
                .call(version -> ensureQueues(version, queues));
    }

    private Uni<Void> requireUtf8() {
        return pool.query("select current_setting('server_encoding')").execute().chain(rows -> {
            var encoding = rows.iterator().next().getString(0);
            return encoding.equals("UTF8")
                    ? Uni.createFrom().voidItem()
                    : failure("The database's encoding is " + encoding + ", which cannot store every text of a result."
                            + " Use a database with the encoding UTF8:"
                            + " CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0");
        });
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

    private Uni<String> ensureExtension() {
        return installedVersion(pool).chain(version -> {
            if (!version.isEmpty()) {
                return supported(version);
            }
            return config.createQueues()
                    ? TimedTransaction.run(
                            pool,
                            START_TIMEOUT,
                            connection -> lock(connection).chain(() -> createExtension(connection)))
                    : failure("PGMQ is not installed in this database. Run CREATE EXTENSION pgmq as a role that may,"
                            + " or set tasker.pgmq.create-queues=true");
        });
    }

    private Uni<String> createExtension(SqlConnection connection) {
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
                .chain(PgmqInstallation::supported);
    }

    /** The version; empty when there is none, {@code unknown} for an installation without the extension's bookkeeping. */
    private static Uni<String> installedVersion(SqlClient sql) {
        return sql.query("select coalesce((select extversion from pg_extension where extname = 'pgmq'),"
                        + " case when to_regclass('pgmq.meta') is null then ''"
                        + " when to_regprocedure('pgmq.send_batch(text, jsonb[], jsonb[])') is null then 'too old'"
                        + " else 'unknown' end)")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    private static Uni<String> supported(String version) {
        if (version.equals(UNKNOWN)) {
            LOG.info(
                    "PGMQ is installed by its SQL file, so that its version is unknown; it has the functions that are needed");
            return Uni.createFrom().item(UNKNOWN);
        }
        if (version.equals("too old")) {
            return failure(
                    "PGMQ, installed by its SQL file, is too old: it has no pgmq.send_batch with headers, which came"
                            + " with " + PgmqVersion.OLDEST_SUPPORTED + ". Install a newer one");
        }
        return PgmqVersion.of(version).compareTo(PgmqVersion.OLDEST_SUPPORTED) >= 0
                ? Uni.createFrom().item(version)
                : failure("PGMQ " + version + " is too old, at least " + PgmqVersion.OLDEST_SUPPORTED
                        + " is needed. Run ALTER EXTENSION pgmq UPDATE with a newer package");
    }

    private Uni<Void> ensureQueues(String version, Set<String> wanted) {
        return bounded(new PgmqClient(pool).queues()).chain(existing -> {
            var missing = new TreeSet<>(wanted);
            missing.removeAll(existing);
            if (!missing.isEmpty() && !config.createQueues()) {
                return failure("These queues are missing: " + missing
                        + ". Create them with pgmq.create, or set tasker.pgmq.create-queues=true");
            }
            return new MissingQueues(pool, version).create(missing);
        });
    }

    /** Fails what the database does not answer in time. */
    private static <T> Uni<T> bounded(Uni<T> step) {
        return step.ifNoItem()
                .after(START_TIMEOUT)
                .failWith(() -> new ConfigurationException("The database did not answer within " + START_TIMEOUT
                        + " while PGMQ and the queues were checked"));
    }

    private static <T> Uni<T> failure(String sentence) {
        return Uni.createFrom().failure(new ConfigurationException(sentence));
    }
}
