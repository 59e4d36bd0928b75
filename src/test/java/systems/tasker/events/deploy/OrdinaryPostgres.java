package systems.tasker.events.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import systems.tasker.events.fixture.Tool;
import systems.tasker.events.fixture.TwoRoles;

/** A PostgreSQL beside the service, whose server has PGMQ's files and whose databases have nothing yet; looked at with psql. */
final class OrdinaryPostgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    OrdinaryPostgres(Path folder) throws IOException {
        var extensions = Files.createDirectories(folder.resolve("extension"));
        for (var file : List.of("pgmq.control", "pgmq--1.11.1.sql")) {
            try (var content = OrdinaryPostgres.class.getResourceAsStream("/pgmq/" + file)) {
                Files.copy(Objects.requireNonNull(content, file), extensions.resolve(file));
            }
        }
        var log = Redirect.appendTo(folder.resolve("postgres.log").toFile());
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setDataDirectoryCustomizer(data -> configure(data.toPath(), folder))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .start();
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

    /** What the server answers to the role of the service. */
    String asApp(String sql) {
        return command(Map.of("PGUSER", "tasker_app", "PGPASSWORD", "app"), "psql", "-X", "-c", sql);
    }

    /** Runs a command that finds the database in its environment. */
    String command(Map<String, String> environment, String... command) {
        var all = new HashMap<>(Map.of(
                "PGHOST", "localhost", "PGPORT", "" + port(), "PGUSER", "postgres", "PGDATABASE", TwoRoles.DATABASE));
        all.putAll(environment);
        return Tool.run(all, command).toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
