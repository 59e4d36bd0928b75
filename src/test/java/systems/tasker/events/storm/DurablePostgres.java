package systems.tasker.events.storm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;

/** A PostgreSQL with PGMQ beside the process under test; unlike the embedded one it keeps what it says it keeps. */
final class DurablePostgres implements AutoCloseable {

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final Path directory;
    private final EmbeddedPostgres server;
    private final Database database;

    private DurablePostgres(Path directory, EmbeddedPostgres server) {
        this.directory = directory;
        this.server = server;
        this.database = new Database(server.getPort(), "postgres");
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
            var started = new DurablePostgres(directory, server.start());
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

    int port() {
        return server.getPort();
    }

    /** The server dies without finishing anything, as in a crash. */
    void die() {
        control("stop", "-m", "immediate");
    }

    /** It comes back as it was. */
    void comeBack() {
        // Unlike "start", it takes the options that it ran with.
        control("restart", "-l", directory.resolve("server.log").toString());
    }

    /** It comes back as a standby, read-only until {@link #promote}. */
    void becomeStandby() {
        try {
            Files.createFile(directory.resolve("data/standby.signal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        control("stop", "-m", "fast");
        comeBack();
    }

    void promote() {
        assertThat(database.text("select pg_promote()")).isEqualTo("true");
    }

    /** Runs pg_ctl of the very server that runs, and waits for it; as root the server lives in a user namespace. */
    private void control(String action, String... arguments) {
        try {
            var data = directory.resolve("data");
            var command = new ArrayList<String>();
            if (LinuxUtils.isUnshareAvailable()) {
                command.addAll(List.of("unshare", "-U"));
            }
            command.add(binary(data).resolveSibling("pg_ctl").toString());
            command.addAll(List.of(action, "-w", "-D", data.toString()));
            command.addAll(List.of(arguments));
            var log = directory.resolve("control.log").toFile();
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log))
                    .start();
            assertThat(process.waitFor(Waits.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).as("%s, see %s", command, log).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server itself wrote down: how it was started. */
    private static Path binary(Path data) throws IOException {
        return Path.of(Files.readString(data.resolve("postmaster.opts")).split(" ")[0]);
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
