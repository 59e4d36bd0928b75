import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Consumes payments with plain JDBC: each event has its effect once. Run: {@code DATABASE_URL=jdbc:… java -cp postgresql.jar
 * JdbcConsumer.java}.
 */
class JdbcConsumer {

    static final String ME = "'payments_domain_events', 'billing'";
    static final String RECEIVE = "select msg_id, message, ordering_key from tasker_events.receive(" + ME + ", ?, 10)";
    static final String ONCE = "select from tasker_events.consume_once(" + ME + ", array[?::bigint])";
    static final String FAILED = "select tasker_events.failed(" + ME + ", ?, ?)";
    static final String BOOK = "insert into billing.bookings values (default, (?::jsonb ->> 'event_id')::uuid, ?, ?::jsonb #> '{payload,payload}')";

    public static void main(String... args) throws Exception {
        try (var connection = DriverManager.getConnection(System.getenv("DATABASE_URL"));
                var receive = connection.prepareStatement(RECEIVE)) {
            receive.setInt(1, Integer.parseInt(System.getenv().getOrDefault("VISIBILITY_TIMEOUT", "30")));
            connection.setAutoCommit(false);
            while (true) {
                var message = receive.executeQuery();
                connection.commit();
                Thread.sleep(message.isBeforeFirst() ? 0 : 200);
                while (message.next()) {
                    handle(connection, message.getLong(1), message.getString(2), message.getString(3));
                }
            }
        }
    }

    static void handle(Connection connection, long id, String event, String key) throws SQLException {
        try {
            if (hasRow(connection, ONCE, id)) {
                hasRow(connection, BOOK, event, key, event);
            }
        } catch (SQLException error) {
            connection.rollback();
            hasRow(connection, FAILED, id, error.getMessage());
        }
        connection.commit();
    }

    static boolean hasRow(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.execute() && statement.getResultSet().next();
        }
    }
}
