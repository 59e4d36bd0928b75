package systems.tasker.events.cli;

import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.stream.Stream;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class StartFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new ConfigurationException("Set this"), "Set this"),
                arguments(new UnknownHostException("embedded"), "No database is configured: set QUARKUS_DATASOURCE"),
                arguments(
                        new UnknownHostException("embedded: Name or service not known"),
                        "No database is configured: set QUARKUS_DATASOURCE"),
                arguments(new UnknownHostException("db.example"), "The host of the database is unknown"),
                arguments(new ConnectException("Connection refused"), "The database is unavailable"),
                arguments(new SQLException("Connection refused", "08001"), "The database is unavailable"),
                arguments(
                        new SQLException("Driver does not support the provided URL: jdbc:postgres://a:secret@b"),
                        "The database URL is malformed: set QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://host:5432/database"),
                arguments(new SQLException("no", "28P01"), "The database rejects the user or the password"),
                arguments(
                        new PgException("no", "FATAL", "28P01", null), "The database rejects the user or the password"),
                arguments(new PgException("no", "FATAL", "3D000", null), "The database does not exist"),
                arguments(new SQLException("no", "42501"), "The database user lacks a privilege"),
                arguments(
                        new QuarkusBindException("0.0.0.0", 8080, new BindException("in use")),
                        "Port 8080 of 0.0.0.0 cannot be opened"),
                arguments(new BindException("in use"), "A port cannot be opened"),
                arguments(
                        new UnsatisfiedLinkError("Can't load library: /tmp/libsnappyjava.so"),
                        "A library cannot be loaded from the folder of temporary files: mount it"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void explainsWhatAnOperatorCanFixInOneSentence(Throwable cause, String beginning) {
        var sentence = StartFailure.explain(new RuntimeException("Failed to start quarkus", cause));

        assertThat(sentence).hasValueSatisfying(text -> assertThat(text).startsWith(beginning));
        assertThat(sentence.get().lines()).hasSize(1);
    }

    @Test
    void leavesABugToTheStackTrace() {
        assertThat(StartFailure.explain(new IllegalStateException("bug", new SQLException("syntax", "42601"))))
                .isEmpty();
    }
}
