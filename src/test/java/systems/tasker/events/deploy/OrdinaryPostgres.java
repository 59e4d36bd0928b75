package systems.tasker.events.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL beside the service, with TLS, whose server has PGMQ's files and whose databases have nothing yet. */
final class OrdinaryPostgres implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final Optional<ReceivingStandby> standby;

    /** Gives up durability for speed. */
    OrdinaryPostgres(Path folder) throws IOException, SQLException {
        this(folder, false);
    }

    /** @param isReplicated whether a commit reaches the disk here and on a standby */
    OrdinaryPostgres(Path folder, boolean isReplicated) throws IOException, SQLException {
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
                .setServerConfig("fsync", isReplicated ? "on" : "off")
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .start();
        standby = isReplicated ? Optional.of(new ReceivingStandby(server.getPort())) : Optional.empty();
    }

    private static void configure(Path data, Path folder) {
        try {
            var certificate = SelfSigned.write(folder);
            Files.writeString(
                    data.resolve("postgresql.conf"),
                    "extension_control_path = '" + folder + File.pathSeparator + "$system'\nssl = on\nssl_cert_file = '"
                            + certificate.certificate() + "'\nssl_key_file = '" + certificate.key() + "'\n",
                    StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException, SQLException {
        if (standby.isPresent()) {
            standby.get().close();
        }
        server.close();
    }
}
