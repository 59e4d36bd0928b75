package systems.tasker.events.storm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A look into the database from outside the service, and a hand that can hold its locks. */
public final class Database {

    /** Makes every accept wait: nobody can send to the queue while it is held. */
    public static final String NOTIFICATIONS_LOCK = "lock table pgmq.q_orchestration_step_results in share mode";

    private final String jdbcUrl;

    public Database(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** The embedded one that {@code @QuarkusTest}s share. */
    public static Database ofTests() {
        return new Database(
                "jdbc:postgresql://localhost:" + System.getProperty("tasker.events.embedded.port") + "/postgres");
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, "postgres", "postgres");
    }

    public List<List<Object>> rows(String sql, Object... parameters) {
        try (var connection = connect();
                var statement = prepare(connection, sql, parameters);
                var result = statement.executeQuery()) {
            var rows = new ArrayList<List<Object>>();
            while (result.next()) {
                var row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row. */
    public long number(String sql, Object... parameters) {
        return ((Number) rows(sql, parameters).get(0).get(0)).longValue();
    }

    /** The first column of the first row. */
    public String text(String sql, Object... parameters) {
        return String.valueOf(rows(sql, parameters).get(0).get(0));
    }

    public void execute(String sql, Object... parameters) {
        try (var connection = connect();
                var statement = prepare(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Does something while a transaction, which is rolled back afterwards, stays open. */
    public void whileHolding(Work work, String sql, Object... parameters) {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            try (var statement = prepare(connection, sql, parameters)) {
                statement.execute();
            }
            work.run();
            connection.rollback();
        } catch (Exception e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** How many sessions wait for a lock. */
    public long waiting() {
        return number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'");
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof Object[] array) {
                statement.setArray(i + 1, connection.createArrayOf("text", array));
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
        return statement;
    }
}
