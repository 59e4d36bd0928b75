package systems.tasker.events.template;

import java.time.Clock;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

/** Loads the templates when the catalog is first injected, at start-up; wires their reload. */
@Singleton
class TemplateCatalogProducer {

    private static final Logger LOG = Logger.getLogger(TemplateCatalogProducer.class);

    @Produces
    @Singleton
    TemplateFiles files(TemplatesConfig config) {
        return new TemplateFiles(config.path(), TemplateLimits.DEFAULT, config.allowEmpty());
    }

    @Produces
    @Singleton
    TemplateCatalog catalog(TemplateFiles files, KnownPublishers publishers) {
        var reading = TemplateReading.of(files.read(), publishers, files.limits());
        var templates = reading.orThrow();
        TemplateReload.log(reading.warnings());
        LOG.infof(
                "Task templates loaded: templates=%d path=%s",
                templates.templates().size(), files.root());
        return new TemplateCatalog(templates);
    }

    @Produces
    @Singleton
    TemplateInspection inspection(TemplatesConfig config, KnownPublishers publishers) {
        return new TemplateInspection(config.path(), config.allowEmpty(), publishers);
    }

    @Produces
    @Singleton
    TemplateReload reload(
            TemplateFiles files,
            KnownPublishers publishers,
            TemplateCatalog catalog,
            TemplatePreparation preparation,
            Clock clock) {
        return new TemplateReload(files, publishers, catalog, preparation, clock);
    }
}
