package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
class PgmqInstallationTest {

    private static final PgmqConfig MAY_ALL = new Settings(true, true);

    private final String name = "installation_" + UUID.randomUUID().toString().substring(0, 8);

    private Database database;
    private Pool pool;

    private record Settings(boolean createExtension, boolean createQueues) implements PgmqConfig {

        @Override
        public boolean notifyConsumers() {
            throw new AssertionError("An installation notifies nobody");
        }

        @Override
        public Connection connection() {
            throw new AssertionError("The pool is there already");
        }
    }

    @BeforeEach
    void createDatabase() throws Exception {
        database = Database.ofTests();
        database.execute("create database " + name);
        pool = connectAs("postgres");
    }

    @AfterEach
    void disconnect() {
        pool.closeAndAwait();
    }

    @Test
    void installsTheExtensionAndTheQueues() {
        var version = ensure(MAY_ALL, Set.of("one", "two"));

        assertThat(version).isGreaterThan(PgmqVersion.OLDEST_SUPPORTED);
        assertThat(queues()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void leavesExistingQueuesAsTheyAre() {
        // Given
        ensure(MAY_ALL, Set.of("one"));
        new PgmqClient(pool)
                .send("one", List.of(new MessageText("{}", null)))
                .await()
                .indefinitely();

        // When
        ensure(MAY_ALL, Set.of("one", "two"));

        // Then
        assertThat(queues()).containsExactlyInAnyOrder("one", "two");
        assertThat(new PgmqClient(pool).read("one", 60, 10).await().indefinitely())
                .hasSize(1);
    }

    @Test
    void installsOnceWhenSeveralReplicasStartTogether() {
        var replica = new PgmqInstallation(pool, MAY_ALL);

        Multi.createBy()
                .merging()
                .streams(List.of(start(replica), start(replica), start(replica), start(replica)))
                .collect()
                .asList()
                .await()
                .indefinitely();

        assertThat(queues()).containsExactly("one");
    }

    @Test
    void reportsHowToInstallPgmqWithoutPrivileges() {
        assertThatThrownBy(() -> ensure(new Settings(false, true), Set.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PGMQ is not installed in this database. Run CREATE EXTENSION pgmq as a role that may,"
                        + " or set tasker.pgmq.create-extension=true");
    }

    @Test
    void reportsWhyCreateExtensionFailed() throws Exception {
        // Given
        database.execute("create role " + name + " login");
        var weak = connectAs(name);

        // When
        var failure = start(new PgmqInstallation(weak, MAY_ALL))
                .toUni()
                .onItemOrFailure()
                .transform((done, thrown) -> thrown);

        // Then
        assertThat(failure.await().indefinitely())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("PGMQ is not installed in this database and could not be created: ")
                .hasMessageContaining("permission denied")
                .hasMessageContaining("ghcr.io/pgmq/pg18-pgmq");
        weak.closeAndAwait();
    }

    @Test
    void rejectsAnOldPgmqVersion() throws Exception {
        ensure(MAY_ALL, Set.of());
        execute("update pg_extension set extversion = '1.4.4' where extname = 'pgmq'");

        assertThatThrownBy(() -> ensure(MAY_ALL, Set.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "PGMQ 1.4.4 is too old, at least 1.5 is needed. Run ALTER EXTENSION pgmq UPDATE with a newer package");
    }

    @Test
    void acceptsAnInstallationFromTheSqlFile() throws Exception {
        ensure(MAY_ALL, Set.of());
        execute("delete from pg_extension where extname = 'pgmq'");

        assertThat(ensure(MAY_ALL, Set.of("one"))).isEqualTo(PgmqVersion.OLDEST_SUPPORTED);
        assertThat(queues()).containsExactly("one");
    }

    @Test
    void reportsQueuesThatItMayNotCreate() {
        ensure(MAY_ALL, Set.of("one"));

        assertThatThrownBy(() -> ensure(new Settings(true, false), Set.of("one", "two")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "These queues are missing: [two]. Create them with pgmq.create, or set tasker.pgmq.create-queues=true");
    }

    @Test
    void setsMissingStorageParametersAndKeepsThoseOfAnOperator() throws Exception {
        // Given
        ensure(MAY_ALL, Set.of("One"));
        execute("alter table pgmq.q_one set (autovacuum_vacuum_scale_factor = 0.5, fillfactor = 90)");

        // When
        var missing = missingStorageParameters(pool);
        new QueueStorage(pool, Duration.ofSeconds(5))
                .ensure(Set.of("One"))
                .await()
                .indefinitely();

        // Then
        assertThat(missing).extracting(QueueStorage.Missing::table).containsExactly("pgmq.a_one", "pgmq.q_one");
        assertThat(missingStorageParameters(pool)).isEmpty();
        assertThat(options("pgmq.q_one"))
                .contains("autovacuum_vacuum_scale_factor=0.5", "fillfactor=90", "autovacuum_vacuum_threshold=1000")
                .doesNotContain("autovacuum_vacuum_scale_factor=0.01");
        assertThat(options("pgmq.a_one")).contains("autovacuum_vacuum_insert_scale_factor=0.02");
    }

    @Test
    void leavesStorageParametersToTheOwnerOfTheTables() throws Exception {
        // Given
        ensure(MAY_ALL, Set.of("one"));
        database.execute("create role " + name + " login");
        execute("grant usage on schema pgmq to " + name);
        var weak = connectAs(name);

        // When
        new QueueStorage(weak, Duration.ofSeconds(5))
                .ensure(Set.of("one"))
                .await()
                .indefinitely();
        var missing = missingStorageParameters(weak);
        weak.closeAndAwait();

        // Then
        assertThat(missing).hasSize(2).noneMatch(QueueStorage.Missing::isOwned);
        assertThat(options("pgmq.q_one")).isEmpty();
    }

    private static List<QueueStorage.Missing> missingStorageParameters(Pool pool) {
        return QueueStorage.missing(pool, Set.of("one")).await().indefinitely();
    }

    private List<String> options(String table) throws Exception {
        try (var connection = database.connect(name);
                var result = connection
                        .createStatement()
                        .executeQuery(
                                "select unnest(reloptions) from pg_class where oid = '" + table + "'::regclass")) {
            var options = new ArrayList<String>();
            while (result.next()) {
                options.add(result.getString(1));
            }
            return options;
        }
    }

    private PgmqVersion ensure(PgmqConfig config, Set<String> queues) {
        return new PgmqInstallation(pool, config).check(queues).await().indefinitely();
    }

    private static Multi<PgmqVersion> start(PgmqInstallation replica) {
        return Uni.createFrom().deferred(() -> replica.check(Set.of("one"))).toMulti();
    }

    private List<String> queues() {
        return new PgmqClient(pool).queues().await().indefinitely();
    }

    private void execute(String sql) throws Exception {
        try (var connection = database.connect(name);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Pool connectAs(String role) {
        return Pool.newInstance(PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(database.port())
                        .setDatabase(name)
                        .setUser(role))
                .build());
    }
}
