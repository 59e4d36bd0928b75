package systems.tasker.events.embedded;

import jakarta.inject.Singleton;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Points Flyway at the embedded server when the URL asks for it.
 *
 * <p>Flyway uses JDBC, so the {@link EmbeddedLocator} of the reactive pools does not apply to it.
 */
@Singleton
final class EmbeddedMigration implements FlywayConfigurationCustomizer {

    private static final String PREFIX = "jdbc:postgresql://" + EmbeddedServer.PLACEHOLDER + "/";

    private final EmbeddedServer server;
    private final String jdbcUrl;

    EmbeddedMigration(EmbeddedServer server, @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl) {
        this.server = server;
        this.jdbcUrl = jdbcUrl;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        if (jdbcUrl.startsWith(PREFIX)) {
            String database = jdbcUrl.substring(PREFIX.length());
            configuration.dataSource(server.address().jdbcUrl(database), ServerAddress.USER, null);
        }
    }
}
