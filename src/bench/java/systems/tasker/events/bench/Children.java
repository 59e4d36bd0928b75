package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The processes that a run starts; none outlives it. */
final class Children {

    private static final Collection<Process> RUNNING = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private Children() {}

    /** Starts a process whose errors go to a file, and its output too unless it is read. */
    static Process start(List<String> command, Path log, boolean outputIsRead) {
        try {
            Files.createDirectories(log.getParent());
            var process = new ProcessBuilder(command)
                    .redirectOutput(outputIsRead ? Redirect.PIPE : Redirect.to(log.toFile()))
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .start();
            RUNNING.add(process);
            return process;
        } catch (IOException unstartable) {
            throw new UncheckedIOException(unstartable);
        }
    }

    static void stop(Process process) {
        process.destroyForcibly();
        process.onExit().join();
        RUNNING.remove(process);
    }
}
