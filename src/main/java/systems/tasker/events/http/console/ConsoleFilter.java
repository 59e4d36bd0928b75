package systems.tasker.events.http.console;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;

/**
 * Answers {@code GET /console} and the files of the page, before access control: a browser has no token yet when it loads them, and they contain
 * no data. So is what the page needs for its sign-in.
 */
@Singleton
class ConsoleFilter {

    private static final Logger LOG = Logger.getLogger(ConsoleFilter.class);

    private static final String PATH = "console";
    private static final String SETTINGS = "/settings.json";
    /** No inline script or style, nothing from elsewhere, no frame around the page; requests to the provider of the sign-in. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'%s; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int MOVED = 308;
    private static final int NOT_MODIFIED = 304;

    private final String root;
    private final ConsoleAssets assets;
    private final SignInSettings signIn;
    private final String policy;

    ConsoleFilter(
            @ConfigProperty(name = "quarkus.http.root-path", defaultValue = "/") String rootPath,
            SignInSettings signIn) {
        this.signIn = signIn;
        this.policy = CONTENT_SECURITY_POLICY.formatted(
                signIn.origin().map(origin -> " " + origin).orElse(""));
        this.root = (rootPath.endsWith("/") ? rootPath : rootPath + "/") + PATH;
        this.assets = ConsoleAssets.read(Thread.currentThread().getContextClassLoader());
    }

    void register(@Observes Filters filters) {
        if (assets.isEmpty()) {
            LOG.warn("The console is not part of this build; the REST API has all of its functions");
        } else {
            filters.register(this::answer, Lifecycle.FILTER_CONSOLE);
        }
    }

    private void answer(RoutingContext exchange) {
        var request = exchange.request();
        // Not normalised: only the exact paths are open to callers without a token.
        var path = request.path();
        // Every answer below the console has the policy, also one that another handler gives to a spelling such as
        // /console//.
        if (path.startsWith(root) || exchange.normalizedPath().startsWith(root)) {
            exchange.response().putHeader("Content-Security-Policy", policy);
        }
        var reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        if (!reads || !path.startsWith(root)) {
            exchange.next();
        } else if (path.equals(root)) {
            // Relative, so that it holds behind a proxy that adds a path.
            exchange.response()
                    .setStatusCode(MOVED)
                    .putHeader(HttpHeaders.LOCATION, PATH + "/")
                    .end();
        } else if (path.equals(root + SETTINGS)) {
            exchange.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(signIn.json());
        } else {
            assets.at(path.substring(root.length() + 1))
                    .filter(asset -> path.charAt(root.length()) == '/')
                    .ifPresentOrElse(asset -> send(exchange, asset), exchange::next);
        }
    }

    private static void send(RoutingContext exchange, ConsoleAsset asset) {
        var request = exchange.request();
        var response = exchange.response()
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(
                        HttpHeaders.CACHE_CONTROL, asset.isPage() ? "no-cache" : "public, max-age=31536000, immutable")
                .putHeader(HttpHeaders.ETAG, asset.tag())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (asset.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(NOT_MODIFIED).end();
        } else {
            sendContent(request, response, asset);
        }
    }

    private static void sendContent(HttpServerRequest request, HttpServerResponse response, ConsoleAsset asset) {
        var encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        var compresses = encodings != null && encodings.contains("gzip");
        if (compresses) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        var content = compresses ? asset.compressed() : asset.content();
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType());
        if (request.method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
                    .end();
        } else {
            response.end(content);
        }
    }
}
