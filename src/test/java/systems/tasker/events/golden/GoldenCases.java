package systems.tasker.events.golden;

import java.net.URI;
import java.net.URL;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.http.TestHTTPResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.Guarded;
import systems.tasker.events.fixture.Neighbours;
import systems.tasker.events.fixture.TokenIssuer;
import systems.tasker.events.fixture.TokenIssuer.Claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * What the service answers to the letter, whatever it runs as. Asks from outside alone.
 *
 * <p>{@code -Dgolden.write} records what it says now, and fails, because the difference has to be read first.
 */
// Not a @QuarkusTest itself: a subclass for the packaged service would start it anew for each case.
abstract class GoldenCases {

    private static final boolean WRITE = System.getProperty("golden.write") != null;
    private static final Map<GoldenFile, Map<String, String>> TRANSCRIPTS = new LinkedHashMap<>();
    private static final Map<GoldenFile, Map<String, String>> RECORDED = new HashMap<>();
    private static Runner runner;

    @TestHTTPResource
    URL service;

    Neighbours neighbours;
    TokenIssuer issuer;

    static Stream<GoldenCase> cases() {
        return GoldenFile.ALL.stream()
                .flatMap(file -> file.cases().stream())
                .filter(golden -> !Guarded.MINIMAL || golden.part().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void behavesAsRecorded(GoldenCase golden) throws Exception {
        if (runner == null) {
            runner = new Runner(
                    new Service(
                            URI.create("http://localhost:" + service.getPort()),
                            URI.create("http://localhost:" + neighbours.managementPort()),
                            Guarded.MASTER_KEY),
                    new Queues(neighbours.databaseUrl()),
                    Neighbours.TEMPLATES,
                    program(),
                    this::token);
        }
        var transcript = runner.transcript(golden);
        if (WRITE) {
            TRANSCRIPTS.computeIfAbsent(golden.file(), file -> new HashMap<>()).put(golden.name(), transcript);
        } else {
            assertThat(transcript)
                    .isEqualTo(RECORDED.computeIfAbsent(golden.file(), GoldenFile::recorded)
                            .get(golden.name()));
        }
    }

    @Test
    void servesEveryFileOfTheConsoleWithItsTypeAndCacheHeaders() throws Exception {
        new ConsoleFiles(URI.create("http://localhost:" + service.getPort() + "/console/")).verify();
    }

    /** How the command line is run. */
    abstract Program program() throws Exception;

    private String token(String name) {
        var reader = Claims.of("events:read");
        return switch (name) {
            case "token" -> issuer.token(reader);
            case "expired-token" -> issuer.token(reader.expired());
            case "forged-token" -> issuer.forged(reader);
            default -> throw new IllegalArgumentException("No value for " + name);
        };
    }

    @AfterAll
    static void end() throws Exception {
        if (runner != null) {
            runner.close();
        }
        if (WRITE) {
            assertThat(System.getenv("CI")).as("On CI nothing is recorded").isNull();
            TRANSCRIPTS.forEach(GoldenFile::record);
            fail("Recorded. Look at the difference, and run again without -Dgolden.write");
        }
    }
}
