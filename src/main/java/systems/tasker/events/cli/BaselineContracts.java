package systems.tasker.events.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.ConfigurationException;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.StrictJson;
import systems.tasker.events.template.EventContracts;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateCheck;

/**
 * Reads the templates to compare with, and the event schemas that consumers rely on: from a folder or from a running service.
 *
 * <p>Credentials come from environment variables, because every user of a machine can read the arguments of a process.
 */
final class BaselineContracts {

    // A pipeline waits for the answer; a healthy service needs far less.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final StrictJson JSON = new StrictJson(1_000, 1_000);
    private static final int OK = 200;
    private static final String TOKEN = "TASKER_CHECK_TOKEN";
    private static final String API_KEY = "TASKER_CHECK_API_KEY";

    private BaselineContracts() {}

    /**
     * Reads them.
     *
     * @throws CannotCompareException when they cannot be read
     */
    static EventContracts of(String where) {
        return read(where, EventContracts::shown, TemplateCheck::contracts);
    }

    /**
     * Reads the templates themselves.
     *
     * @throws CannotCompareException when they cannot be read
     */
    static TemplateCatalog templates(String where) {
        return read(where, ShownTemplates::catalog, folder -> TemplateCatalog.load(folder, KnownPublishers.any()));
    }

    private static <T> T read(String where, Function<JsonNode, T> ofService, Function<Path, T> ofFolder) {
        try {
            return where.startsWith("http://") || where.startsWith("https://")
                    ? ofService.apply(get(where))
                    : ofFolder.apply(Path.of(where));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotCompareException(where, "interrupted");
        } catch (InvalidInputException notJson) {
            throw new CannotCompareException(where, "its answer is not JSON");
        } catch (IOException away) {
            // Some of these exceptions have no message.
            throw new CannotCompareException(where, away.toString());
        } catch (IllegalArgumentException | ConfigurationException useless) {
            throw new CannotCompareException(where, useless.getMessage());
        }
    }

    private static JsonNode get(String service) throws IOException, InterruptedException {
        var uri = URI.create(service.replaceAll("/+$", "") + "/v1/templates");
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", "application/json");
        if (System.getenv(TOKEN) != null) {
            request.header("Authorization", "Bearer " + System.getenv(TOKEN));
        }
        if (System.getenv(API_KEY) != null) {
            request.header("X-API-Key", System.getenv(API_KEY));
        }
        // No redirects are followed: Java would send the key to any host that a redirect names.
        var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        var answer = client.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw new IOException(uri + " answers " + answer.statusCode());
        }
        return JSON.read(answer.body());
    }
}
