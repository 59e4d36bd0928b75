package systems.tasker.events.template;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

/** Loads the templates when somebody first asks for the catalog, which is at start-up. */
@Singleton
class TemplateCatalogProducer {

    private static final Logger LOG = Logger.getLogger(TemplateCatalogProducer.class);

    @Produces
    @Singleton
    TemplateCatalog catalog(TemplatesConfig config, KnownPublishers publishers) {
        var reader = new DeclarationReader(publishers);
        var templates = new TemplateLoader(reader).load(config.path());
        LOG.infof("Task templates loaded: templates=%d path=%s", templates.size(), config.path());
        return new TemplateCatalog(templates, reader);
    }
}
