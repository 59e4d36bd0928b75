package systems.tasker.events.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedPostgresTest {

    private final ServerAddress address = new EmbeddedServer().address();

    @Test
    void sendsAndReadsThroughPgmq() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // Given
            statement.execute("CREATE EXTENSION IF NOT EXISTS pgmq");
            statement.execute("SELECT pgmq.create('embedded_postgres_test')");
            statement.execute("SELECT pgmq.send('embedded_postgres_test', '{\"amount\": 7}'::jsonb)");

            // When
            ResultSet read = statement.executeQuery(
                    "SELECT message ->> 'amount' FROM pgmq.read('embedded_postgres_test', 30, 1)");

            // Then
            assertThat(read.next()).isTrue();
            assertThat(read.getInt(1)).isEqualTo(7);
            statement.execute("SELECT pgmq.drop_queue('embedded_postgres_test')");
        }
    }

    @Test
    void secondRequestReusesTheServer() {
        assertThat(new EmbeddedServer().address()).isEqualTo(address);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl("postgres"), ServerAddress.USER, null);
    }
}
