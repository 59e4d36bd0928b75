package systems.tasker.events.storm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** A PostgreSQL with PGMQ beside the process under test; unlike the embedded one it keeps what it says it keeps. */
final class DurablePostgres implements AutoCloseable {

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final EmbeddedPostgres server;
    private final Database database;

    private DurablePostgres(EmbeddedPostgres server) {
        this.server = server;
        this.database = new Database(server.getJdbcUrl("postgres", "postgres"));
    }

    static DurablePostgres start() {
        try {
            var directory = Files.createTempDirectory("tasker-storm-");
            var log = Redirect.appendTo(directory.resolve("server.log").toFile());
            copyPgmq(Files.createDirectories(directory.resolve("extension")));
            var server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve("data"))
                    .setDataDirectoryCustomizer(data -> configure(data, directory))
                    .setOutputRedirector(log)
                    .setErrorRedirector(log);
            DURABLE.forEach(setting -> server.setServerConfig(setting, "on"));
            var started = new DurablePostgres(server.start());
            // The launcher has options of its own that say otherwise; only the server knows which of them won.
            DURABLE.forEach(setting -> assertThat(started.database.text("select current_setting(?)", setting))
                    .as(setting)
                    .isEqualTo("on"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyPgmq(Path directory) throws IOException {
        for (var file : List.of("pgmq.control", "pgmq--1.11.1.sql")) {
            try (var content = DurablePostgres.class.getResourceAsStream("/pgmq/" + file)) {
                Files.copy(Objects.requireNonNull(content, file), directory.resolve(file));
            }
        }
    }

    private static void configure(File data, Path directory) {
        try {
            Files.writeString(
                    data.toPath().resolve("postgresql.conf"),
                    "extension_control_path = '" + directory + File.pathSeparator + "$system'\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Database database() {
        return database;
    }

    /** What the service has to be told to use it. */
    Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + server.getPort() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "postgres",
                "TASKER_TEMPLATES_PATH", "deploy/example/tasks");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
