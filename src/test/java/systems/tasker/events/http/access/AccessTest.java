package systems.tasker.events.http.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.AuditTrail;
import systems.tasker.events.fixture.Guarded;
import systems.tasker.events.fixture.RawHttp;
import systems.tasker.events.fixture.TokenIssuer;
import systems.tasker.events.fixture.TokenIssuer.Claims;
import systems.tasker.events.http.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets in where; {@link Endpoint#ALL} has every endpoint. */
@QuarkusTest
@TestProfile(Guarded.class)
class AccessTest {

    private static final String[] ALL_ROLES = {"step-results:write", "events:read", "events:operate"};

    private static final Map<String, String> TOKENS = new HashMap<>();

    TokenIssuer issuer;

    @ParameterizedTest
    @FieldSource("systems.tasker.events.http.access.Endpoint#ALL")
    void allowsExactlyTheRolesOfEachEndpoint(Endpoint endpoint) {
        // Given
        var expected = new TreeMap<String, Integer>();
        var answers = new TreeMap<String, Integer>();
        var refusals = new ArrayList<Response>();

        // When
        for (var caller : callers()) {
            var answer = send(endpoint, caller.credentials());
            answers.put(caller.name(), answer.statusCode());
            expected.put(caller.name(), caller.expected(endpoint));
            if (answer.statusCode() == 401 || answer.statusCode() == 403) {
                refusals.add(answer);
            }
        }

        // Then
        assertThat(answers).isEqualTo(expected);
        assertThat(refusals).isNotEmpty().allSatisfy(AccessTest::saysWhy);
    }

    @Test
    void coversEveryEndpointOfTheOpenApiDocument() throws Exception {
        // When
        var paths = new ObjectMapper()
                .readTree(as(issuer.token(Claims.of("events:read")))
                        .get("/q/openapi?format=json")
                        .asByteArray())
                .path("paths");

        // Then
        var endpoints = paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();
        assertThat(Endpoint.ALL).extracting(Endpoint::request).containsExactlyInAnyOrderElementsOf(endpoints);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/unknown",
                "/q/openapi",
                "/q/health",
                "/q/metrics",
                "/v1/../q/openapi",
                "/console/../v1/queues",
                "/console/%2e%2e/v1/queues",
                "/console/assets/../../v1/queues",
                "/console/unknown",
                "/consoles",
                "/console;x"
            })
    void answers401ForUnknownPathsWithoutAuthentication(String path) {
        var answer = RestAssured.given().urlEncodingEnabled(false).get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        saysWhy(answer);
    }

    /** RestAssured's client would normalise these paths. */
    @ParameterizedTest
    @ValueSource(strings = {"/console//", "/console/./", "//console/", "/console/../v1/queues", "/v1/../console/"})
    void answers401ForPathsThatAreNotNormalised(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));

        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void servesOnlyHealthAndMetricsOnTheManagementPort() {
        var open = List.of("q/health/started", "q/health/live", "q/health/ready", "q/metrics");
        var closed = List.of("q/openapi", "v1/queues", "metrics/events");

        assertThat(open)
                .allSatisfy(path ->
                        assertThat(getManaged(path).statusCode()).as(path).isEqualTo(200));
        assertThat(closed)
                .allSatisfy(path ->
                        assertThat(getManaged(path).statusCode()).as(path).isEqualTo(404));
        var anybody = as(issuer.token(Claims.of(ALL_ROLES)));
        assertThat(anybody.get("/q/health").statusCode()).isEqualTo(404);
        assertThat(anybody.get("/q/metrics").statusCode()).isEqualTo(404);
    }

    private Response getManaged(String path) {
        var port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", int.class);
        return RestAssured.get("http://localhost:" + port + "/" + path);
    }

    @Test
    void readsNoBodyOfUnauthorizedRequests() throws Exception {
        var answer = RawHttp.json("/v1/step-results", new byte[2_000_000]);

        // Not 413: the size was not checked.
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void rejectsPathNormalizationBypasses() throws Exception {
        var request = RawHttp.to("/v1/step-results/../dead-letters/payments_domain_events_dlq/redrive")
                .headers("X-API-Key", Guarded.WORKER_KEY, "Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"all\": true}"));

        assertThat(RawHttp.send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void prefersTheApiKeyToTheToken() {
        var both = as(issuer.token(Claims.of(ALL_ROLES))).header("X-API-Key", "nobody's");

        assertThat(both.get("/v1/queues").statusCode()).isEqualTo(401);
    }

    @Test
    void writesAnAuditLogOfOperations() {
        var trail = new AuditTrail();
        try {
            // When
            replay(as(issuer.token(Claims.of("events:operate"))));
            replay(key(Guarded.OPERATOR_KEY));
        } finally {
            trail.close();
        }

        // Then
        assertThat(trail.about("payments_domain_events"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("user=alice "),
                        line -> assertThat(line).contains("user=api-key:operator "));
    }

    private static void replay(RequestSpecification caller) {
        var answer = caller.contentType("application/json").body("""
                {"namespace": "payments", "event_name": "payment.none", "queue": "payments_domain_events"}""").post("/v1/events/replay");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    /** A caller that sends something. */
    private record Caller(String name, RequestSpecification credentials, boolean isKnown, Set<String> roles) {

        int expected(Endpoint endpoint) {
            if (!isKnown) {
                return 401;
            }
            return roles.contains(endpoint.role().label()) ? endpoint.status() : 403;
        }
    }

    private List<Caller> callers() {
        var all = Claims.of(ALL_ROLES);
        var callers = new ArrayList<Caller>();
        callers.add(unknown("no token", RestAssured.given()));
        callers.add(unknown("nonsense", as("nonsense")));
        callers.add(unknown("bad signature", as(token("forged", () -> issuer.forged(all)))));
        callers.add(unknown("no signature", as(issuer.unsigned(all))));
        callers.add(unknown("expired", as(token("expired", () -> issuer.token(all.expired())))));
        callers.add(unknown(
                "wrong audience", as(token("elsewhere", () -> issuer.token(all.meantFor("another-service"))))));
        callers.add(unknown("password", RestAssured.given().auth().preemptive().basic("alice", "secret")));
        callers.add(unknown("unknown key", key("nobody's")));
        callers.add(known("no role", as(token("nobody", () -> issuer.token(Claims.of())))));
        callers.add(known("another role", as(token("admin", () -> issuer.token(Claims.of("admin"))))));
        for (var role : ALL_ROLES) {
            callers.add(known(role, as(token(role, () -> issuer.token(Claims.of(role)))), role));
        }
        callers.add(known("all roles", as(token("all", () -> issuer.token(all))), ALL_ROLES));
        callers.add(known("worker's key", key(Guarded.WORKER_KEY), "step-results:write"));
        callers.add(known("operator's key", key(Guarded.OPERATOR_KEY), "events:read", "events:operate"));
        return callers;
    }

    /** Signs a token once, for that takes longer than a request. */
    private static String token(String name, Supplier<String> signed) {
        return TOKENS.computeIfAbsent(name, first -> signed.get());
    }

    private static Caller unknown(String name, RequestSpecification credentials) {
        return new Caller(name, credentials, false, Set.of());
    }

    private static Caller known(String name, RequestSpecification credentials, String... roles) {
        return new Caller(name, credentials, true, Set.of(roles));
    }

    private static RequestSpecification as(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification key(String key) {
        return RestAssured.given().header("X-API-Key", key);
    }

    private static Response send(Endpoint endpoint, RequestSpecification credentials) {
        var request = endpoint.body().isEmpty()
                ? credentials
                : credentials.contentType("application/json").body(endpoint.body());
        return request.request(endpoint.method(), endpoint.path());
    }

    private static void saysWhy(Response refusal) {
        var problem = refusal.jsonPath();
        assertThat(refusal.contentType()).isEqualTo("application/problem+json");
        assertThat(refusal.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(problem.getString("type"))
                .isEqualTo("urn:tasker:problem:" + (refusal.statusCode() == 401 ? "unauthenticated" : "forbidden"));
        assertThat(problem.getInt("status")).isEqualTo(refusal.statusCode());
        assertThat(problem.getString("detail")).isNotBlank();
    }
}
