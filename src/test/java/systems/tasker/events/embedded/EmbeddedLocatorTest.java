package systems.tasker.events.embedded;

import io.vertx.pgclient.PgConnectOptions;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedLocatorTest {

    private final EmbeddedServer server = new EmbeddedServer();

    @Test
    void replacesThePlaceholderHost() {
        PgConnectOptions resolved =
                new EmbeddedLocator(server).locate(PgConnectOptions.fromUri("postgresql://embedded/postgres"));

        assertThat(resolved.getPort()).isEqualTo(server.address().port());
        assertThat(resolved.getDatabase()).isEqualTo("postgres");
    }

    @Test
    void keepsARealHost() {
        PgConnectOptions real = PgConnectOptions.fromUri("postgresql://db.example.org:6432/orders");

        assertThat(new EmbeddedLocator(server).locate(real)).isSameAs(real);
    }

    @Test
    void pointsFlywayAtTheSameServer() {
        FluentConfiguration flyway = new FluentConfiguration();

        new EmbeddedMigration(server, "jdbc:postgresql://embedded/postgres").customize(flyway);

        assertThat(flyway.getUrl()).isEqualTo(server.address().jdbcUrl("postgres"));
    }

    @Test
    void keepsFlywayOnARealServer() {
        FluentConfiguration flyway = new FluentConfiguration();

        new EmbeddedMigration(server, "jdbc:postgresql://db.example.org:6432/orders").customize(flyway);

        assertThat(flyway.getDataSource()).isNull();
    }
}
