package systems.tasker.events.template;

import java.nio.file.Path;

/** Reads task templates outside of the service, as tests of publishers do. */
public final class TemplateFiles {

    private TemplateFiles() {}

    /**
     * Reads every template below a folder, by the rules of the service.
     *
     * @throws RuntimeException whose message lists every problem of every file
     */
    public static TemplateCatalog load(Path root, KnownPublishers publishers) {
        var reader = new DeclarationReader(publishers);
        return new TemplateCatalog(new TemplateLoader(reader).load(root), reader);
    }
}
