package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * The service with the sample templates and those that the README shows, and with the channel of step results enabled. One profile for
 * all tests of pages, because each profile costs a start.
 */
public class ReadmeService implements QuarkusTestProfile {

    /** Tests that add files here remove them. */
    public static final Path FOLDER = Path.of("target/readme-templates").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            fill();
            return Map.of(
                    "tasker.templates.path",
                    FOLDER.toString(),
                    "tasker.templates.poll-interval",
                    "1s",
                    "mp.messaging.incoming.step-results.enabled",
                    "true",
                    "tasker.queues.sample.interval",
                    "1s",
                    // Its meter is on the page of metrics.
                    "tasker.queues.archive.retention",
                    "payments_domain_events=90d",
                    // Low limits, for tests that exceed them.
                    "tasker.ingress.max-body-size",
                    "100000",
                    "tasker.ledger.timeout",
                    "2s");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void fill() throws IOException {
        Files.createDirectories(FOLDER);
        try (var left = Files.list(FOLDER)) {
            for (var file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.copy(
                Path.of("deploy/example/tasks/payments/credit_card_payment.yaml"),
                FOLDER.resolve("credit_card_payment.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        var shown = MarkdownPage.readme().blocks("yaml");
        for (int i = 0; i < shown.size(); i++) {
            Files.writeString(FOLDER.resolve("shown-" + i + ".yaml"), shown.get(i));
        }
    }
}
