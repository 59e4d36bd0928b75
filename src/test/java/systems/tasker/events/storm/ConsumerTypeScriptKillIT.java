package systems.tasker.events.storm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ConsumerProcess;
import systems.tasker.events.fixture.ConsumerStorm;
import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample of a consumer in TypeScript, which npm builds. */
@Tag(Tool.TAG)
class ConsumerTypeScriptKillIT {

    @TempDir
    Path temporary;

    @Test
    void typeScriptConsumerHasEachEffectOnceAndInOrder() throws Exception {
        // Given
        var folder = Files.createDirectory(temporary.resolve("typescript"));
        for (var file : List.of("package.json", "package-lock.json", ".npmrc", "consumer.ts")) {
            Files.copy(Path.of(InboxServer.SAMPLES, "typescript", file), folder.resolve(file));
        }
        var npm = System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
        assertThat(Tool.run(folder, Map.of(), npm, "ci", "--no-audit", "--no-fund")
                        .exitCode())
                .isZero();
        var build = Tool.run(folder, Map.of(), npm, "run", "build");
        assertThat(build.exitCode()).as(build.output()).isZero();
        try (var storm = new ConsumerStorm(temporary.resolve("server"))) {
            storm.sendEvents();
            var url = storm.inbox().url().replace("jdbc:postgresql://", "postgresql://billing:billing@");
            var environment = ConsumerStorm.environment(url);

            // Then
            storm.run("TypeScript", () -> ConsumerProcess.node(folder.resolve("dist/consumer.js"), environment));
        }
    }
}
