package systems.tasker.events.deploy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** What a primary sees of a synchronous standby: a connection that receives its log and says that it has it on disk. */
final class ReceivingStandby implements AutoCloseable {

    private static final int STATUS_INTERVAL_MILLIS = 20;

    private final Connection connection;
    private final PGReplicationStream stream;
    private final CompletableFuture<Void> receiving;
    private volatile boolean stopped;

    /** @param primary the port of the server, whose commits wait for this standby from now on */
    ReceivingStandby(int primary) throws SQLException {
        var url = "jdbc:postgresql://localhost:" + primary + "/postgres";
        connection = new org.postgresql.Driver().connect(url, properties());
        try (var session = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = session.createStatement()) {
            stream = stream(statement);
            receiving = CompletableFuture.runAsync(this::receive);
            statement.execute("alter system set synchronous_standby_names = '*'");
            statement.execute("select pg_reload_conf()");
        }
    }

    private static Properties properties() {
        var properties = new Properties();
        PGProperty.USER.set(properties, "postgres");
        PGProperty.PASSWORD.set(properties, "postgres");
        PGProperty.REPLICATION.set(properties, "true");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return properties;
    }

    private PGReplicationStream stream(Statement statement) throws SQLException {
        try (var position = statement.executeQuery("select pg_current_wal_lsn()")) {
            position.next();
            return connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .physical()
                    .withStartPosition(LogSequenceNumber.valueOf(position.getString(1)))
                    .withStatusInterval(STATUS_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)
                    .start();
        }
    }

    private void receive() {
        try {
            while (!stopped) {
                stream.read();
                stream.setFlushedLSN(stream.getLastReceiveLSN());
                stream.forceUpdateStatus();
            }
        } catch (SQLException closed) {
            // That is how it ends.
        }
    }

    @Override
    public void close() throws SQLException {
        stopped = true;
        connection.close();
        receiving.join();
    }
}
