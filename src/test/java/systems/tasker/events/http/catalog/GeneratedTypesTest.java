package systems.tasker.events.http.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** What Modelina makes of the AsyncAPI document of the samples, as the page about consumers says. */
@Tag(Tool.TAG)
class GeneratedTypesTest {

    private static final Path GENERATOR = Path.of("deploy/example/consumers/types");

    @TempDir
    Path folder;

    @Test
    void makesInterfacesAndRecordsThatCompile() throws IOException {
        // Given
        for (var file : List.of("package.json", "package-lock.json", ".npmrc", "generate.mjs")) {
            Files.copy(GENERATOR.resolve(file), folder.resolve(file));
        }
        Files.copy(Path.of("src/test/resources/asyncapi/sample-templates.json"), folder.resolve("asyncapi.json"));
        var windows = System.getProperty("os.name").startsWith("Windows");

        // When
        run(windows ? "npm.cmd" : "npm", "ci", "--no-audit", "--no-fund");
        run("node", "generate.mjs", "asyncapi.json", "target");

        // Then
        assertThat(generated("typescript/PaymentProcessedPayload.ts"))
                .contains("'transaction_id': string;", "'amount': number;");
        assertThat(generated("typescript/PaymentProcessedEvent.ts"))
                .contains("'event_name'?: 'payment.processed';", "'payload'?: PaymentProcessedEventBody;");
        assertThat(generated("java/PaymentProcessedPayload.java"))
                .contains("public record PaymentProcessedPayload(String transactionId, double amount");
        var tsc = new ArrayList<>(List.of("node", "node_modules/typescript/bin/tsc", "--noEmit", "--strict"));
        tsc.addAll(files("typescript"));
        run(tsc.toArray(String[]::new));
        var javac = new ArrayList<>(List.of("-d", folder.resolve("classes").toString()));
        javac.addAll(files("java"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, javac.toArray(String[]::new)))
                .isZero();
    }

    private void run(String... command) {
        var ended = Tool.run(folder, Map.of(), command);
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
    }

    private String generated(String file) throws IOException {
        return Files.readString(folder.resolve("target").resolve(file));
    }

    private List<String> files(String language) throws IOException {
        try (var files = Files.list(folder.resolve("target").resolve(language))) {
            return files.map(Path::toString).toList();
        }
    }
}
