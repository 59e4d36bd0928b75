package systems.tasker.events.http.access;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Guarded;
import systems.tasker.events.fixture.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;

/** Callers create no time series, with and without authentication. */
@QuarkusTest
@TestProfile(Guarded.class)
class MetricTagsTest {

    private static final int MANY = 300;
    private static final Pattern TAG = Pattern.compile("(method|uri)=\"([^\"]*)\"");
    // The JVM's meters come and go with its collectors.
    private static final Pattern OF_REQUESTS =
            Pattern.compile("^(http|vertx|netty|worker|eventBus|sql|postgresql|messaging|tasker)_.*");

    @Test
    void boundsTheSeriesOfUnknownMethodsAndUnmatchedPaths() throws Exception {
        // Given
        sendUnknown("before", 3);
        var before = series();

        // When
        sendUnknown("after", MANY);

        // Then
        assertThat(series()).isEqualTo(before);
        assertThat(values("method")).contains("OTHER").allMatch(method -> method.matches("[A-Z]{3,7}"));
        assertThat(values("uri")).contains("/unmatched", "NOT_FOUND").noneMatch(uri -> uri.contains("before"));
    }

    @Test
    void hasASeriesOfStepResultsAfterManyOtherPaths() throws Exception {
        // Given
        sendUnknown("other", MANY);
        var unauthenticated = count("POST", "/v1/step-results", 401);

        // When
        RawHttp.json("/v1/step-results", "{}".getBytes());

        // Then
        assertThat(count("POST", "/v1/step-results", 401)).isEqualTo(unauthenticated + 1);
        for (var route : Set.of("/v1/step-results", "/v1/step-results/batch", "/v1/step-claims")) {
            assertThat(scrape()).as(route).anyMatch(line -> isCount(line, "POST", route, 503));
        }
    }

    @Test
    void tagsARoutedRequestWithItsPathTemplate() throws Exception {
        // Given
        var path = "/v1/step-results/00000000-0000-7000-8000-00000000000";
        var before = count("GET", "/v1/step-results/{step_uuid}", 404);

        // When
        for (int i = 0; i < 3; i++) {
            RawHttp.send(RawHttp.to(path + i).header("X-API-Key", Guarded.MASTER_KEY));
        }

        // Then
        assertThat(count("GET", "/v1/step-results/{step_uuid}", 404)).isEqualTo(before + 3);
    }

    /** Quarkus references what some of its gauges show weakly. */
    @Test
    void exportsNoGaugeOfRequestsThatIsLostWithTheGarbage() {
        System.gc();

        assertThat(scrape())
                .filteredOn(line -> line.startsWith("http_"))
                .anyMatch(line -> line.startsWith("http_server_connections_seconds_active_count"))
                .noneMatch(line -> line.endsWith(" NaN"));
    }

    private static void sendUnknown(String name, int number) throws Exception {
        for (int i = 0; i < number; i++) {
            RawHttp.send(RawHttp.to("/" + name + "/" + i));
            RawHttp.send(RawHttp.to("/v1/" + name + i).header("X-API-Key", Guarded.MASTER_KEY));
            RawHttp.send(RawHttp.to("/v1/queues").method(method(name, i), BodyPublishers.noBody()));
            RawHttp.send(RawHttp.to("/v1/queues")
                    .method(method(name, i), BodyPublishers.noBody())
                    .header("X-API-Key", Guarded.MASTER_KEY));
        }
    }

    private static String method(String name, int number) {
        return name.toUpperCase(Locale.ROOT) + number;
    }

    /** Everything but the values. */
    private static Set<String> series() {
        return scrape().stream()
                .filter(line -> OF_REQUESTS.matcher(line).matches())
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> values(String tag) {
        return scrape().stream()
                .filter(line -> line.startsWith("http_server_requests"))
                .flatMap(line -> TAG.matcher(line).results())
                .filter(found -> found.group(1).equals(tag))
                .map(found -> found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double count(String method, String uri, int status) {
        return scrape().stream()
                .filter(line -> isCount(line, method, uri, status))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static boolean isCount(String line, String method, String uri, int status) {
        return line.startsWith("http_server_requests_seconds_count{")
                && line.contains("method=\"" + method + "\"")
                && line.contains("uri=\"" + uri + "\"")
                && line.contains("status=\"" + status + "\"");
    }

    private static Set<String> scrape() {
        var port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", int.class);
        return RestAssured.get("http://localhost:" + port + "/q/metrics")
                .asString()
                .lines()
                .collect(Collectors.toSet());
    }
}
