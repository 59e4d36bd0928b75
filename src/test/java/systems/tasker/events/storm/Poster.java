package systems.tasker.events.storm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.fixture.Waits;
import systems.tasker.events.json.Json;

/** Posts to a service and reads its figures, as many requests at once as it is told to. */
public final class Poster {

    public static final String RESULTS = "/v1/step-results";
    public static final String BATCH = "/v1/step-results/batch";
    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final Duration hung;

    public Poster(int port) {
        this(port, Waits.LONG);
    }

    /** @param hung time after which a request that is not answered fails */
    public Poster(int port, Duration hung) {
        this.service = URI.create("http://localhost:" + port);
        this.hung = hung;
    }

    public CompletableFuture<HttpResponse<String>> result(JsonNode result) {
        return post(RESULTS, JSON, Json.write(result), BodyHandlers.ofString());
    }

    public <T> CompletableFuture<HttpResponse<T>> post(
            String path, String mediaType, String body, BodyHandler<T> answer) {
        var request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(hung)
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, answer);
    }

    public HttpResponse<String> get(String path) {
        try {
            var request =
                    HttpRequest.newBuilder(service.resolve(path)).timeout(hung).build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }

    /** The sum of a meter over its tags, of those lines that hold all of some texts. */
    public double meter(String name, String... tags) {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> java.util.Arrays.stream(tags).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
