package systems.tasker.events.deploy;

import java.sql.DriverManager;
import java.sql.SQLException;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.fixture.TwoRoles;

/**
 * Bootstraps a database with the SQL of a {@code Cluster}, in the order of the operator:
 *
 * <pre>
 *     owner ─▶ postInitSQL ─▶ database ─▶ postInitApplicationSQLRefs ─▶ managed.roles
 * </pre>
 */
final class CloudNativePg {

    private final Manifests manifests;
    private final int port;

    CloudNativePg(Manifests manifests, int port) {
        this.manifests = manifests;
        this.port = port;
    }

    void bootstrap() throws SQLException {
        var spec = manifests.of("Cluster").findFirst().orElseThrow().path("spec");
        var initdb = spec.at("/bootstrap/initdb");
        var owner = initdb.path("owner").asText();
        var database = initdb.path("database").asText();
        execute("postgres", "create role " + owner + " login");
        for (var sql : initdb.path("postInitSQL")) {
            execute("postgres", sql.asText());
        }
        execute("postgres", "create database " + database + " owner " + owner);
        for (var reference : initdb.at("/postInitApplicationSQLRefs/configMapRefs")) {
            execute(
                    database,
                    manifests
                            .one("ConfigMap", reference.path("name").asText())
                            .path("data")
                            .path(reference.path("key").asText())
                            .asText());
        }
        execute("postgres", "alter role " + owner + " password '" + TwoRoles.passwordOf(owner) + "'");
        for (var role : spec.at("/managed/roles")) {
            manage(role);
        }
    }

    private void manage(JsonNode role) throws SQLException {
        var name = role.path("name").asText();
        var login = role.path("login").asBoolean() ? " login" : "";
        execute("postgres", """
                do $$ begin
                    if not exists (select from pg_roles where rolname = '%s') then create role %s; end if;
                end $$""".formatted(name, name));
        execute("postgres", "alter role " + name + login + " password '" + TwoRoles.passwordOf(name) + "'");
    }

    private void execute(String database, String sql) throws SQLException {
        var url = "jdbc:postgresql://localhost:" + port + "/" + database;
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
