package systems.tasker.events.postgres.doctor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;

import systems.tasker.events.fixture.TwoRoles;

/** A durable PostgreSQL of the test's own, prepared as in production: two roles, migrated tables, no queue. */
final class ProductionServer implements AutoCloseable {

    static final String APP = "tasker_app";
    static final String MIGRATOR = "tasker_migrator";

    private final EmbeddedPostgres server;

    ProductionServer(Path folder) throws IOException, SQLException {
        var extensions = Files.createDirectories(folder.resolve("extension"));
        for (var file : List.of("pgmq.control", "pgmq--1.11.1.sql")) {
            try (var content = ProductionServer.class.getResourceAsStream("/pgmq/" + file)) {
                Files.copy(Objects.requireNonNull(content, file), extensions.resolve(file));
            }
        }
        var log = Redirect.appendTo(folder.resolve("postgres.log").toFile());
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setDataDirectoryCustomizer(data -> configure(data.toPath(), folder))
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .start();
        new TwoRoles(server.getPort()).create();
        Flyway.configure()
                .dataSource(url(TwoRoles.DATABASE), MIGRATOR, TwoRoles.passwordOf(MIGRATOR))
                .schemas("tasker_events")
                .load()
                .migrate();
    }

    private static void configure(Path data, Path folder) {
        try {
            Files.writeString(
                    data.resolve("postgresql.conf"),
                    "extension_control_path = '" + folder + File.pathSeparator + "$system'\n",
                    StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    int port() {
        return server.getPort();
    }

    Connection connect(String database, String role) throws SQLException {
        return DriverManager.getConnection(
                url(database), role, role.equals("postgres") ? "postgres" : TwoRoles.passwordOf(role));
    }

    /** Runs statements one by one, each in a transaction of its own. */
    void execute(String role, String... statements) {
        try (var connection = connect(TwoRoles.DATABASE, role);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    List<String> column(String sql) {
        try (var connection = connect(TwoRoles.DATABASE, "postgres");
                var result = connection.createStatement().executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The pool of a service that runs as {@code tasker_app}. */
    Pool pool(String database) {
        return Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(port())
                        .setDatabase(database)
                        .setUser(APP)
                        .setPassword(TwoRoles.passwordOf(APP)))
                .build());
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
