package systems.tasker.events.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The temporary directory of an embedded server: its extension, its data, its log. */
record ServerDirectory(Path root) {

    static ServerDirectory create() throws IOException {
        return new ServerDirectory(Files.createTempDirectory("tasker-domain-events-"));
    }

    Path data() {
        return root.resolve("data");
    }

    /** PostgreSQL requires this name below each entry of {@code extension_control_path}. */
    Path extensions() {
        return root.resolve("extension");
    }

    File log() {
        return root.resolve("server.log").toFile();
    }

    /** The log of the server; empty if it wrote none. */
    String logged() throws IOException {
        return log().exists() ? Files.readString(log().toPath()) : "";
    }

    /** Configures the location of the extension; in the file, because a shell would expand {@code $system} on a command line. */
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
