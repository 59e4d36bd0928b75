package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A build of the service.
 *
 * @param file a jar, which this run's Java runs, or a binary
 */
public record Program(Path file) {

    private static final String JAR = "quarkus-app/quarkus-run.jar";

    /** @param path a jar or a binary, or the directory of a build of the benchmarks */
    static Program of(Path path) {
        var file = (Files.isDirectory(path) ? path.resolve(JAR) : path).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no such file: " + file);
        }
        var program = new Program(file);
        if (!program.isJar() && !Files.isExecutable(file)) {
            throw new IllegalArgumentException("Neither a jar nor executable: " + file);
        }
        return program;
    }

    boolean isJar() {
        return file.toString().endsWith(".jar");
    }

    /** The command that runs it with these system properties. */
    List<String> command(List<String> properties) {
        var command = new ArrayList<String>();
        if (isJar()) {
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(properties);
            command.add("-jar");
            command.add(file.toString());
        } else {
            command.add(file.toString());
            command.addAll(properties);
        }
        return command;
    }

    /** File name, kind and version. */
    String description() {
        return file.getFileName() + ", a " + (isJar() ? "jar" : "binary") + ", " + version();
    }

    private String version() {
        var command = new ArrayList<>(command(List.of()));
        command.add("--version");
        try {
            var process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor() == 0 && !output.isEmpty() ? output : "version unknown";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
