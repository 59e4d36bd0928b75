package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.TestPools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
class PgmqInstallationTest {

    private static final PgmqConfig MAY_ALL = new Settings(true);

    private final String name = "installation_" + UUID.randomUUID().toString().substring(0, 8);

    private Database database;
    private Pool pool;

    private record Settings(boolean createQueues) implements PgmqConfig {

        @Override
        public boolean notifyConsumers() {
            throw new AssertionError("An installation sends no notifications");
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

        assertThat(PgmqVersion.of(version)).isGreaterThan(PgmqVersion.OLDEST_SUPPORTED);
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
        assertThatThrownBy(() -> ensure(new Settings(false), Set.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PGMQ is not installed in this database. Run CREATE EXTENSION pgmq as a role that may,"
                        + " or set tasker.pgmq.create-queues=true");
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

        assertThat(ensure(MAY_ALL, Set.of("one"))).isEqualTo("unknown");
        assertThat(queues()).containsExactly("one");
    }

    @Test
    void reportsQueuesThatItMayNotCreate() {
        ensure(MAY_ALL, Set.of("one"));

        assertThatThrownBy(() -> ensure(new Settings(false), Set.of("one", "two")))
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

    @Test
    void rejectsAnOldPgmqFromTheSqlFile() throws Exception {
        ensure(MAY_ALL, Set.of());
        execute("delete from pg_extension where extname = 'pgmq'");
        execute("alter function pgmq.send_batch(text, jsonb[], jsonb[]) rename to send_many");

        assertThatThrownBy(() -> ensure(MAY_ALL, Set.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PGMQ, installed by its SQL file, is too old");
    }

    @Test
    void rejectsAnUnloggedQueue() throws Exception {
        // Given
        ensure(MAY_ALL, Set.of("one", "one_dlq"));
        execute("alter table pgmq.q_one_dlq set unlogged");
        var installation = new PgmqInstallation(pool, MAY_ALL);

        // When // Then
        assertThatThrownBy(() -> installation.ensureDurable(Set.of("one", "one_dlq")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Queue one_dlq is unlogged, so that a crash of the database empties it."
                        + " Run: alter table pgmq.\"q_one_dlq\" set logged");
        execute("alter table pgmq.q_one_dlq set logged");
        installation.ensureDurable(Set.of("one", "one_dlq"));
        assertThat(installation.durableQueues()).containsExactlyInAnyOrder("one", "one_dlq");
    }

    @Test
    void rejectsAQueueThatIsListedWithoutItsTable() throws Exception {
        // Given
        ensure(MAY_ALL, Set.of("one", "two"));
        execute("drop table pgmq.q_one");
        execute("alter table pgmq.q_two rename to two");
        execute("create view pgmq.q_two as select * from pgmq.two");

        // When // Then
        assertThatThrownBy(() -> new PgmqInstallation(pool, MAY_ALL).ensureDurable(Set.of("one", "two")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Queue one has no table, so that its messages are gone."
                        + " Restore the table, or create an empty one: select pgmq.create('one')."
                        + " Queue two is no table, so that messages cannot be sent."
                        + " Put the table of the queue in its place: pgmq.q_two");
    }

    @Test
    void rejectsADatabaseThatIsNotUtf8() throws Exception {
        // Given
        database.execute("create database " + name + "_latin encoding 'LATIN1' template template0 locale 'C'");
        var latin = connectAs("postgres", name + "_latin");

        // When // Then
        assertThatThrownBy(() -> new PgmqInstallation(latin, MAY_ALL)
                        .check(Set.of())
                        .await()
                        .indefinitely())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("encoding is LATIN1");
        latin.closeAndAwait();
    }

    @Test
    void createsAThousandQueuesWithDefaultSettings() {
        // Given in one transaction they would need 11,000 locks
        var queues = IntStream.range(0, 1_000).mapToObj("queue_%03d"::formatted).collect(Collectors.toSet());
        assertThat(database.text("show max_locks_per_transaction")).isEqualTo("64");

        // When
        ensure(MAY_ALL, queues);

        // Then
        assertThat(queues()).containsExactlyInAnyOrderElementsOf(queues);
    }

    @Test
    void keepsTheQueuesThatWereCreatedBeforeAFailure() throws Exception {
        // Given
        var queues = IntStream.range(0, 120).mapToObj("queue_%03d"::formatted).collect(Collectors.toSet());
        ensure(MAY_ALL, Set.of());
        execute("create view pgmq.q_queue_101 as select 1");

        // When // Then
        assertThatThrownBy(() -> ensure(MAY_ALL, queues))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Queues could not be created: created=100 missing=20 error=")
                .hasMessageEndingWith(". Those that were created stay, the next start goes on");
        assertThat(queues()).hasSize(100);
        execute("drop view pgmq.q_queue_101");
        ensure(MAY_ALL, queues);
        assertThat(queues()).hasSize(120);
    }

    @Test
    void namesThePgmqVersionThatCreatesQueuesWithoutOwningTheExtension() throws Exception {
        // Given
        ensure(MAY_ALL, Set.of());
        execute("update pg_extension set extversion = '1.5.1' where extname = 'pgmq'");
        execute("create role " + name + " login");
        execute("grant usage on schema pgmq to " + name);
        execute("grant select on all tables in schema pgmq to " + name);
        var weak = connectAs(name);

        // When // Then
        assertThatThrownBy(() -> new PgmqInstallation(weak, MAY_ALL)
                        .check(Set.of("one"))
                        .await()
                        .indefinitely())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "PGMQ 1.5.1 lets only the owner of the extension create queues: update PGMQ to 1.6");
        weak.closeAndAwait();
    }

    private String ensure(PgmqConfig config, Set<String> queues) {
        return new PgmqInstallation(pool, config).check(queues).await().indefinitely();
    }

    private static Multi<String> start(PgmqInstallation replica) {
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
        return connectAs(role, name);
    }

    private Pool connectAs(String role, String database) {
        return Pool.newInstance(TestPools.builder()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(this.database.port())
                        .setDatabase(database)
                        .setUser(role))
                .build());
    }
}
