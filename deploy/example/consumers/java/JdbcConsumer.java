import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Consumes payments with plain JDBC: each event has its effect once. Run: {@code DATABASE_URL=jdbc:… java -cp postgresql.jar
 * JdbcConsumer.java}.
 */
class JdbcConsumer {

    private static final String ME = "'payments_domain_events', 'billing'";
    private static final String BOOK = "insert into billing.bookings (event_id, order_key, payment)"
            + " select (event ->> 'event_id')::uuid, ?, event #> '{payload,payload}' from (select ?::jsonb) as m (event)";

    public static void main(String... args) throws Exception {
        var visibilityTimeout = Integer.parseInt(System.getenv().getOrDefault("VISIBILITY_TIMEOUT", "30"));
        try (var connection = DriverManager.getConnection(System.getenv("DATABASE_URL"))) {
            while (true) {
                if (consume(connection, visibilityTimeout) == 0) {
                    Thread.sleep(200);
                }
            }
        }
    }

    static int consume(Connection connection, int visibilityTimeout) throws SQLException {
        var sql = "select msg_id, message, ordering_key from tasker_events.receive(" + ME + ", ?, 10)";
        var received = 0;
        try (var receive = connection.prepareStatement(sql)) {
            receive.setInt(1, visibilityTimeout);
            for (var message = receive.executeQuery(); message.next(); received++) {
                handle(connection, message.getLong(1), message.getString(2), message.getString(3));
            }
        }
        return received;
    }

    static void handle(Connection connection, long id, String event, String key) throws SQLException {
        connection.setAutoCommit(false);
        try (var once = connection.prepareStatement("select from tasker_events.consume_once(" + ME + ", array[?::bigint])");
                var book = connection.prepareStatement(BOOK)) {
            once.setLong(1, id);
            if (once.executeQuery().next()) {
                book.setString(1, key);
                book.setString(2, event);
                book.executeUpdate();
            }
            connection.commit();
        } catch (SQLException error) {
            connection.rollback();
            try (var failed = connection.prepareStatement("select tasker_events.failed(" + ME + ", ?, ?)")) {
                failed.setLong(1, id);
                failed.setString(2, error.getMessage());
                failed.execute();
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
