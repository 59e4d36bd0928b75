package systems.tasker.events.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The temporary directory that holds all an embedded server writes, its extension and its data. */
record ServerDirectory(Path root) {

    static ServerDirectory create() throws IOException {
        return new ServerDirectory(Files.createTempDirectory("tasker-domain-events-"));
    }

    Path data() {
        return root.resolve("data");
    }

    /** PostgreSQL wants this very name below each entry of its {@code extension_control_path}. */
    Path extensions() {
        return root.resolve("extension");
    }

    File log() {
        return root.resolve("server.log").toFile();
    }

    /** What the server wrote, or nothing when it never came to that. */
    String logged() throws IOException {
        return log().exists() ? Files.readString(log().toPath()) : "";
    }

    /** Tells the server where the extension is; in its file, because {@code $system} on a command line meets a shell. */
    void configure() {
        String path = root.toString().replace('\\', '/') + File.pathSeparator + "$system";
        try {
            Files.writeString(
                    data().resolve("postgresql.conf"),
                    "extension_control_path = '" + path + "'\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
