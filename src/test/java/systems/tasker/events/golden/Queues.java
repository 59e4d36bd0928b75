package systems.tasker.events.golden;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The service's database, as a consumer of events sees it. */
final class Queues implements AutoCloseable {

    private final String url;
    private final Connection connection;

    /** A message, in PostgreSQL's own spelling. */
    record Message(String queue, long id, String message, String headers) {}

    Queues(String url) throws SQLException {
        this.url = url;
        this.connection = connect();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    /** The messages with one of some ids, by queue and age. */
    List<Message> with(Collection<String> ids) throws SQLException {
        var found = new ArrayList<Message>();
        try (var statement = connection.createStatement()) {
            var union = new ArrayList<String>();
            try (var names = statement.executeQuery("select queue_name from pgmq.meta order by queue_name")) {
                while (names.next()) {
                    union.add("select '" + names.getString(1) + "' queue, msg_id, message::text, headers::text"
                            + " from pgmq.q_" + names.getString(1) + " where message::text ~ '"
                            + String.join("|", ids) + "'");
                }
            }
            var sql = union.stream().collect(Collectors.joining(" union all ", "", " order by queue, msg_id"));
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(new Message(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getString(4)));
                }
            }
        }
        return found;
    }

    /** A JSON as PostgreSQL spells it. */
    String spelled(String json) throws SQLException {
        try (var statement = connection.prepareStatement("select ?::jsonb::text")) {
            statement.setString(1, json);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A transaction that has done something and stays open; closing it rolls it back. */
    Connection holding(String sql) throws SQLException {
        var holder = connect();
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute(sql);
        }
        return holder;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
