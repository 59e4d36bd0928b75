package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** Starts the service on the sample templates and those that the README shows; it would not start if one of them were wrong. */
public class ReadmeTemplates implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return Map.of("tasker.templates.path", folder().toString());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Path folder() throws IOException {
        var folder = Files.createDirectories(Path.of("target/readme-templates"));
        Files.copy(
                Path.of("deploy/example/tasks/payments/credit_card_payment.yaml"),
                folder.resolve("credit_card_payment.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        var shown = MarkdownPage.readme().blocks("yaml");
        for (int i = 0; i < shown.size(); i++) {
            Files.writeString(folder.resolve("shown-" + i + ".yaml"), shown.get(i));
        }
        return folder.toAbsolutePath();
    }
}
