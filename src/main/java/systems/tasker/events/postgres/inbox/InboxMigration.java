package systems.tasker.events.postgres.inbox;

import java.util.Collection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * Leaves the inbox out of the migrations unless it is configured.
 *
 * <p>It is a repeatable migration, so that it can be switched on at any version. Quarkus finds the files at build time; what is configured
 * is known here.
 */
@Singleton
final class InboxMigration implements FlywayConfigurationCustomizer {

    private static final String LOCATION = "db/consumers/";
    // An inbox that is switched off later stays as it is.
    private static final String[] IGNORED = {"*:future", "repeatable:missing"};

    private final boolean installed;

    @Inject
    InboxMigration(ConsumersConfig config) {
        this(config.inbox());
    }

    InboxMigration(boolean installed) {
        this.installed = installed;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.ignoreMigrationPatterns(IGNORED);
        if (!installed) {
            configuration.resourceProvider(new WithoutInbox(configuration.getResourceProvider()));
        }
    }

    private record WithoutInbox(ResourceProvider all) implements ResourceProvider {

        @Override
        public LoadableResource getResource(String name) {
            return name.startsWith(LOCATION) ? null : all.getResource(name);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return all.getResources(prefix, suffixes).stream()
                    .filter(resource -> !resource.getAbsolutePath().contains(LOCATION))
                    .toList();
        }
    }
}
