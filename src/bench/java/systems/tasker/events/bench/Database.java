package systems.tasker.events.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import systems.tasker.events.embedded.BenchmarkDatabase;

/**
 * One database of the PostgreSQL process that a run measures with.
 *
 * @param port where the server listens
 * @param name the database
 */
record Database(int port, String name) {

    static final String NOTIFICATIONS = "orchestration_step_results";
    static final String EVENTS = "benchmark_domain_events";

    private static final String USER = "postgres";
    private static final String ACTIVE = "select count(*) from pg_stat_activity"
            + " where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()";
    private static final int IDLE_LOOKS = 5;
    private static final int FILL_AT_ONCE = 500_000;

    /** Starts the server. */
    static Database start(Path directory) {
        var command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-classpath",
                System.getProperty("java.class.path"),
                BenchmarkDatabase.class.getName(),
                directory.resolve("data").toString());
        var process = Children.start(command, directory.resolve("logs/database.log"), true);
        try {
            BufferedReader output = process.inputReader();
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(BenchmarkDatabase.READY)) {
                    return new Database(Integer.parseInt(line.substring(BenchmarkDatabase.READY.length())), "postgres");
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw new IllegalStateException("The database did not start, see " + directory.resolve("logs/database.log"));
    }

    /** Creates another database on the same server. */
    Database sibling(String sibling) {
        execute("create database " + sibling);
        return new Database(port, sibling);
    }

    /** The process that all sessions are children of. */
    long postmaster() {
        return Long.parseLong(ask("select split_part(pg_read_file('postmaster.pid'), chr(10), 1)"));
    }

    String host() {
        return "127.0.0.1";
    }

    String user() {
        return USER;
    }

    String reactiveUrl() {
        return "postgresql://" + host() + ":" + port + "/" + name;
    }

    /** Makes every run start alike: empty tables, and no checkpoint due because of the run before. */
    void clean() {
        awaitIdle();
        // One by one: in one transaction they would take their locks in another order than the service.
        for (var queue : List.of(NOTIFICATIONS, EVENTS)) {
            execute("truncate pgmq.q_" + queue);
        }
        forgetResults();
    }

    /** Makes runs start alike, but leaves what waits in the queues. */
    void forgetResults() {
        awaitIdle();
        execute("truncate tasker_events.accepted_results");
        execute("checkpoint");
    }

    /** Empties a queue's archive. */
    void clearArchive(String queue) {
        execute("truncate pgmq.a_" + queue);
    }

    /** What the load generator no longer waited for is still on its way. */
    private void awaitIdle() {
        int idle = 0;
        while (idle < IDLE_LOOKS) {
            idle = ask(ACTIVE).equals("0") ? idle + 1 : 0;
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Lets small messages wait in the queues: a tenth of the size, so that ten times as many fit on the disk and into the time. */
    void fill(int messages) {
        for (var queue : List.of(NOTIFICATIONS, EVENTS)) {
            for (int filled = 0; filled < messages / 2; filled += FILL_AT_ONCE) {
                execute("""
                        insert into pgmq.q_%s (vt, message)
                        select clock_timestamp(), jsonb_build_object('event_id', i, 'event_name', 'benchmark.accepted', 'event_version', '1.0')
                        from generate_series(1, %d) as i
                        """.formatted(queue, Math.min(FILL_AT_ONCE, messages / 2 - filled)));
            }
        }
        // As autovacuum would do in the long run; it shall not come in the middle of a measurement.
        execute("vacuum analyze");
        execute("checkpoint");
    }

    String ask(String query) {
        return askAll(query).get(0);
    }

    List<String> askAll(String query) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var answers = new ArrayList<String>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException refused) {
            throw new IllegalStateException(query, refused);
        }
    }

    void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + reactiveUrl(), USER, null);
    }

    /** What the server says about its promises; refuses to go on where a figure would be worth nothing. */
    String description() {
        var fsync = ask("show fsync");
        var synchronous = ask("show synchronous_commit");
        var fullPages = ask("show full_page_writes");
        if (!fsync.equals("on") || !synchronous.equals("on") || !fullPages.equals("on")) {
            throw new IllegalStateException("The database does not keep what it commits");
        }
        return "PostgreSQL " + ask("show server_version") + ", PGMQ "
                + ask("select default_version from pg_available_extensions where name = 'pgmq'") + ", fsync=" + fsync
                + ", synchronous_commit=" + synchronous + ", full_page_writes=" + fullPages + ", shared_buffers="
                + ask("show shared_buffers");
    }
}
