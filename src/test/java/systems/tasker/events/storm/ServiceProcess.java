package systems.tasker.events.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** The packaged service as a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Path LOGS = Path.of("target/storm");
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts one; {@link #awaitPort} waits until it serves. */
    static ServiceProcess start(String name, Map<String, String> environment, String... jvmOptions) {
        return start(name, environment, List.of(jvmOptions), List.of());
    }

    /** Prepares the database and ends, as the step before a rollout does. */
    static void migrate(String name, Map<String, String> environment) {
        var migration = start(name, environment, List.of(), List.of("migrate"));
        assertThat(migration.awaitExit(Waits.LONG)).as(migration.log()).isZero();
    }

    private static ServiceProcess start(
            String name, Map<String, String> environment, List<String> jvmOptions, List<String> arguments) {
        assertThat(JAR).as("the packaged service").exists();
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
        try {
            var log = Files.createDirectories(LOGS).resolve(name + ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("QUARKUS_HTTP_PORT", "0");
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
            builder.environment().put("TASKER_AUTH", "none");
            return new ServiceProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its port, once it listens; by then the database is prepared. */
    int awaitPort() {
        return await().until(() -> port(LISTENING), port -> port > 0);
    }

    /** Where it says how it is, once it listens. */
    int awaitManagementPort() {
        return await().until(() -> port(MANAGEMENT), port -> port > 0);
    }

    private int port(Pattern said) {
        assertThat(process.isAlive()).as(log()).isTrue();
        var listening = said.matcher(log());
        return listening.find() ? Integer.parseInt(listening.group(1)) : 0;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: the process gets no chance to finish anything. */
    void kill() {
        process.destroyForcibly();
        assertThat(awaitExit(Duration.ofMinutes(1))).isEqualTo(128 + 9);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int awaitExit(Duration atMost) {
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s", atMost)
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What lives on its heap after a collection. */
    long liveHeapBytes() {
        // A histogram of live objects collects first; its last line sums up.
        var histogram = jcmd("GC.class_histogram");
        var total = histogram.substring(histogram.lastIndexOf("Total")).trim().split("\\s+");
        return Long.parseLong(total[2]);
    }

    /** What all of it takes of the machine's memory; 0 where there is no Linux to say so. */
    long residentBytes() {
        try (var status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException noLinux) {
            return 0;
        }
    }

    private String jcmd(String command) {
        return output(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command);
    }

    private static String output(String... command) {
        try {
            var started = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
