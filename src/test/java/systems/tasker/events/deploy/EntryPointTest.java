package systems.tasker.events.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs what the images run: the entry points, with a {@code java} that prints its arguments, and the health check. */
class EntryPointTest {

    private static final String INSTRUCTION = "ENTRYPOINT ";
    private static final String HEALTH_CHECK = "src/main/docker/health-check.sh";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"src/main/docker/Dockerfile.jvm", "src/main/docker/Dockerfile.jvm-aot"})
    void javaImagesPassArgumentsUnchangedAndOptionsLast(String dockerfile) throws Exception {
        // Given
        printArgumentsAsJava();

        // When
        var started = run(
                Map.of("JAVA_OPTS_APPEND", "-XX:MaxRAMPercentage=60 -Da=b"),
                Stream.concat(entryPoint(dockerfile).stream(), Stream.of("check", "/a  folder/*", "")));

        // Then
        assertThat(started)
                .containsSubsequence(
                        "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-Da=b")
                .endsWith("-Da=b", "-jar", "/deployments/quarkus-run.jar", "check", "/a  folder/*", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/docker/Dockerfile.jvm", "src/main/docker/Dockerfile.jvm-aot"})
    void javaImagesStartTheServiceWithoutArguments(String dockerfile) throws Exception {
        printArgumentsAsJava();

        assertThat(run(Map.of(), entryPoint(dockerfile).stream())).endsWith("-jar", "/deployments/quarkus-run.jar");
    }

    @ParameterizedTest
    @CsvSource({"200,0", "503,1"})
    void healthCheckSucceedsIfTheServiceIsReady(int status, int exitCode) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(healthCheck(server.getAddress().getPort())).isEqualTo(exitCode);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void healthCheckFailsIfNothingListens() throws Exception {
        assertThat(healthCheck(1)).isOne();
    }

    private static int healthCheck(int port) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", HEALTH_CHECK).redirectErrorStream(true);
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", "" + port);
        var check = builder.start();
        check.getInputStream().readAllBytes();
        return check.waitFor();
    }

    private void printArgumentsAsJava() throws IOException {
        var java = Files.writeString(folder.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> entryPoint(String dockerfile) throws IOException {
        var line = Files.readString(Path.of(dockerfile))
                .lines()
                .filter(each -> each.startsWith(INSTRUCTION))
                .toList();
        assertThat(line).hasSize(1);
        return new ObjectMapper().readValue(line.get(0).substring(INSTRUCTION.length()), new TypeReference<>() {});
    }

    /** The lines that a command prints. */
    private List<String> run(Map<String, String> environment, Stream<String> command) throws Exception {
        var builder = new ProcessBuilder(new ArrayList<>(command.toList())).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
        var process = builder.start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        // The last argument may be empty: split without dropping it.
        var lines = List.of(printed.split("\n", -1));
        return lines.subList(0, lines.size() - 1);
    }
}
