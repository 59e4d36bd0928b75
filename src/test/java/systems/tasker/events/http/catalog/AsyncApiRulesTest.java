package systems.tasker.events.http.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** What the official parser and the AsyncAPI ruleset of Spectral, which is a program of its own, find in the documents. */
@Tag(Tool.TAG)
class AsyncApiRulesTest {

    private static final Path RULES = Path.of("src/test/asyncapi-rules");
    private static final Map<String, String> OPERATOR = Map.of(
            "tasker.asyncapi.contact.name", "Payments",
            "tasker.asyncapi.contact.url", "https://example.com/payments",
            "tasker.asyncapi.contact.email", "payments@example.com",
            "tasker.asyncapi.license.name", "Internal",
            "tasker.asyncapi.license.url", "https://example.com/terms");

    @TempDir
    static Path folder;

    @BeforeAll
    static void installTheRules() throws IOException {
        for (var file : List.of("package.json", "package-lock.json", ".npmrc", "check.mjs")) {
            Files.copy(RULES.resolve(file), folder.resolve(file));
        }
        var npm = System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
        var install = Tool.run(folder, Map.of(), npm, "ci", "--no-audit", "--no-fund");
        assertThat(install.exitCode()).as(install.toString()).isZero();
    }

    @Test
    void findNeitherErrorNorWarningOnceTheOperatorIsNamed() throws IOException {
        for (var templates : List.of(AsyncApiSamples.samples(), AsyncApiSamples.unusual())) {
            var document = AsyncApiDocument.of(templates, List.of(), AsyncApiSamples.config(OPERATOR));

            // Only information: 3.1.0 exists, and these tools do not validate examples against schemas of 2020-12.
            assertThat(findings(document))
                    .containsOnly("2 asyncapi-latest-version", "2 asyncapi-3-payload-unsupported-schemaFormat");
        }
    }

    @Test
    void warnOfContactAndLicenseWithoutConfiguration() throws IOException {
        var findings = findings(AsyncApiSamples.document(AsyncApiSamples.samples(), List.of()));

        assertThat(findings)
                .filteredOn(finding -> !finding.startsWith("2"))
                .containsExactlyInAnyOrder(
                        "1 asyncapi-info-contact", "1 asyncapi-info-license", "1 asyncapi-info-license-url");
    }

    @Test
    void findAReferenceThatLeadsNowhere() throws IOException {
        var document = AsyncApiSamples.document(AsyncApiSamples.samples(), List.of());
        ((ObjectNode) document.at("/components/schemas")).remove("EventMetadata");

        assertThat(findings(document)).contains("0 invalid-ref");
    }

    /** Severity and rule of each finding. */
    private static List<String> findings(ObjectNode document) throws IOException {
        var file = Files.writeString(folder.resolve("document.json"), document.toString());
        var check = Tool.run(folder, Map.of(), "node", "check.mjs", file.toString());
        assertThat(check.exitCode()).as(check.toString()).isZero();
        return check.output()
                .lines()
                .map(line -> String.join(" ", List.of(line.split(" ")).subList(0, 2)))
                .toList();
    }
}
