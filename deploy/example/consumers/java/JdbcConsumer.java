import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Consumes payments with plain JDBC: each event has its effect once. Run: {@code DATABASE_URL=jdbc:… java -cp postgresql.jar
 * JdbcConsumer.java}.
 */
class JdbcConsumer {

    private static final String ME = "'payments_domain_events', 'billing'";
    private static final String RECEIVE = "select msg_id, message, ordering_key from tasker_events.receive(" + ME + ", ?, 10)";
    private static final String ONCE = "select from tasker_events.consume_once(" + ME + ", array[?::bigint])";
    private static final String FAILED = "select tasker_events.failed(" + ME + ", ?, ?)";
    private static final String BOOK = "insert into billing.bookings (event_id, order_key, payment)"
            + " select (event ->> 'event_id')::uuid, ?, event #> '{payload,payload}' from (select ?::jsonb) as m (event)";

    public static void main(String... args) throws Exception {
        var visibilityTimeout = Integer.parseInt(System.getenv().getOrDefault("VISIBILITY_TIMEOUT", "30"));
        try (var connection = DriverManager.getConnection(System.getenv("DATABASE_URL"));
                var receive = connection.prepareStatement(RECEIVE)) {
            receive.setInt(1, visibilityTimeout);
            while (true) {
                var message = receive.executeQuery();
                while (message.next()) {
                    handle(connection, message.getLong(1), message.getString(2), message.getString(3));
                }
                Thread.sleep(message.getRow() == 0 ? 200 : 0);
            }
        }
    }

    static void handle(Connection connection, long id, String event, String key) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (hasRow(connection, ONCE, id)) {
                hasRow(connection, BOOK, key, event);
            }
            connection.commit();
        } catch (SQLException error) {
            connection.rollback();
            hasRow(connection, FAILED, id, error.getMessage());
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
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
