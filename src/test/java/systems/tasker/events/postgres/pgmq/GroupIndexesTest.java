package systems.tasker.events.postgres.pgmq;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.TestPools;
import systems.tasker.events.fixture.WarningsOf;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class GroupIndexesTest {

    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final String queue =
            "Indexed_" + UUID.randomUUID().toString().substring(0, 8).replace('-', '_');
    private final String table = "q_" + queue.toLowerCase(Locale.ROOT);

    @Inject
    Pool pool;

    private Database database;

    @BeforeEach
    void createQueue() throws SQLException {
        database = Database.ofTests();
        database.execute("select pgmq.create('" + queue + "')");
    }

    @AfterEach
    void dropQueue() throws SQLException {
        database.execute("select pgmq.drop_queue('" + queue + "')");
    }

    @Test
    void usesTheGroupIndexForReadsOfGroupHeads() throws SQLException {
        // Given
        database.execute("""
                insert into pgmq.%s (vt, message, headers)
                select now(), jsonb_build_object('filling', repeat('x', 700)), jsonb_build_object('x-pgmq-group', i %% 1000)
                from generate_series(1, 100000) as i""".formatted(table));
        assertThat(planOfReadingHeads()).contains("Seq Scan on " + table);

        // When
        ensure(pool, PLENTY);

        // Then, as soon as no transaction is left for which vacuum would have to spare a row
        await().untilAsserted(() -> assertThat(planOfReadingHeads())
                .contains("Index Only Scan using " + table + "_group_idx")
                .doesNotContain("Seq Scan"));
    }

    @Test
    void createsOneIndexWhenSeveralReplicasStartTogether() throws SQLException {
        Uni.join()
                .all(IntStream.range(0, 4)
                        .mapToObj(i -> new GroupIndexes(pool, PLENTY).ensure(Set.of(queue)))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertThat(indexes()).isOne();
    }

    @Test
    void isNotBlockedBySendersWhenTheIndexExists() throws SQLException {
        // Given
        ensure(pool, PLENTY);

        // When
        var warnings = whileSending(() -> ensure(pool, PLENTY));

        // Then
        assertThat(warnings).isEmpty();
    }

    @Test
    void failsTheIndexAtItsTimeoutBehindASender() throws SQLException {
        // When
        var warnings = whileSending(() -> ensure(pool, Duration.ofMillis(200)));

        // Then
        assertThat(warnings).singleElement().asString().contains(queue, "statement timeout");
        assertThat(indexes()).isZero();
    }

    @Test
    void logsTheSqlWhenTheRoleLacksPrivileges() throws SQLException {
        // Given
        database.execute("create role " + table + " login");
        database.execute("grant usage on schema pgmq to " + table);
        var weak = connectAs(table);

        // When
        List<String> warnings;
        try (var log = new WarningsOf(GroupIndexes.class)) {
            ensure(weak, PLENTY);
            warnings = log.messages();
        } finally {
            weak.closeAndAwait();
            database.execute("drop owned by " + table);
            database.execute("drop role " + table);
        }

        // Then
        assertThat(indexes()).isZero();
        var warning = warnings.get(0);
        assertThat(warning).contains("must be owner of table " + table);
        database.execute(warning.substring(warning.indexOf("CREATE INDEX")));
        assertThat(indexes()).isOne();
    }

    private Pool connectAs(String role) {
        return Pool.newInstance(TestPools.builder()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(database.port())
                        .setDatabase("postgres")
                        .setUser(role))
                .build());
    }

    private void ensure(Pool connections, Duration timeout) {
        new GroupIndexes(connections, timeout).ensure(Set.of(queue)).await().indefinitely();
    }

    /** Does something while a transaction that has sent a message is open. @return what was logged meanwhile */
    private List<String> whileSending(Runnable work) throws SQLException {
        try (var sender = database.connect();
                var statement = sender.createStatement();
                var log = new WarningsOf(GroupIndexes.class)) {
            sender.setAutoCommit(false);
            statement.execute("select pgmq.send('" + queue + "', '{}'::jsonb)");
            work.run();
            sender.rollback();
            return log.messages();
        }
    }

    private long indexes() throws SQLException {
        return database.number("select count(*) from pg_indexes where indexname = '" + table + "_group_idx'");
    }

    /** How PostgreSQL runs the query inside PGMQ's function, as it tells itself. */
    private String planOfReadingHeads() throws SQLException {
        database.execute("vacuum analyze pgmq." + table);
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("load 'auto_explain'");
            statement.execute("set auto_explain.log_min_duration = 0");
            statement.execute("set auto_explain.log_nested_statements = on");
            statement.execute("set client_min_messages = log");
            statement.execute("select msg_id from pgmq.read_grouped_head('" + queue + "', 0, 100)");
            var plans = new StringBuilder();
            for (var said = statement.getWarnings(); said != null; said = said.getNextWarning()) {
                plans.append(said.getMessage()).append('\n');
            }
            return plans.toString();
        }
    }
}
