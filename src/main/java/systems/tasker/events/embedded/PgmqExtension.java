package systems.tasker.events.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the PGMQ extension, which the build adds to the class path. */
final class PgmqExtension {

    private static final List<String> FILES = List.of("pgmq.control", "pgmq--1.11.1.sql");

    private PgmqExtension() {}

    static void copyTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String file : FILES) {
            try (InputStream content = PgmqExtension.class.getResourceAsStream("/pgmq/" + file)) {
                if (content == null) {
                    throw new IllegalStateException("The embedded PostgreSQL needs pgmq/" + file
                            + " on the class path: build with npm installed, which brings it,"
                            + " or set quarkus.datasource.reactive.url to a server that has PGMQ.");
                }
                Files.copy(content, directory.resolve(file));
            }
        }
    }
}
