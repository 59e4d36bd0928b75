package systems.tasker.events.http.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.config.SmallRyeConfigBuilder;

import systems.tasker.events.subscriber.Subscription;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateCatalogs;

/** Templates that AsyncAPI documents are made of in tests. */
final class AsyncApiSamples {

    static final Path FILES = Path.of("src/test/resources/asyncapi");

    private static final KnownPublishers PUBLISHERS = () -> new TreeSet<>(List.of("default"));

    private AsyncApiSamples() {}

    static List<TaskTemplate> samples() {
        return List.copyOf(TemplateCatalog.load(Path.of("deploy/example/tasks"), PUBLISHERS)
                .templates());
    }

    /** With references, older drafts, and versions and queues that are spelled alike. */
    static List<TaskTemplate> unusual() throws IOException {
        return List.copyOf(TemplateCatalogs.of(
                        PUBLISHERS,
                        Files.readString(FILES.resolve("unusual-charge.yaml")),
                        Files.readString(FILES.resolve("unusual-block.yaml")))
                .templates());
    }

    static ObjectNode document(List<TaskTemplate> templates, List<Subscription> subscribers) {
        return AsyncApiDocument.of(templates, subscribers, config(Map.of()));
    }

    static AsyncApiConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(AsyncApiConfig.class)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(AsyncApiConfig.class);
    }
}
