package systems.tasker.events.http.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import systems.tasker.events.fixture.TokenIssuer;
import systems.tasker.events.fixture.TokenIssuer.Claims;
import systems.tasker.events.json.Sha256;

/**
 * An OpenID Connect provider: discovery, keys, a page that asks its user, and a token endpoint, which checks the code, the redirect and the
 * proof of PKCE. Its tokens are signed; each may be renewed once they are about to expire, which is soon.
 */
final class OpenIdProvider implements AutoCloseable {

    static final String CLIENT = "tasker-console";

    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    // The console renews a token half a minute before it expires.
    private static final int EXPIRES_IN_SECONDS = 31;

    private final HttpServer server;
    private final TokenIssuer issuer;
    private final String address;
    private final Map<String, Map<String, String>> requestsByCode = new ConcurrentHashMap<>();
    private final Set<String> renewable = ConcurrentHashMap.newKeySet();
    private final AtomicInteger renewals = new AtomicInteger();

    private OpenIdProvider(HttpServer server) {
        this.server = server;
        this.address = "http://localhost:" + server.getAddress().getPort();
        this.issuer = new TokenIssuer(address);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, 200, "application/json", """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/jwks"}""".formatted(address)));
        server.createContext("/jwks", exchange -> answer(exchange, 200, "application/json", issuer.jwks()));
        server.createContext("/authorize", this::ask);
        server.createContext("/token", this::token);
        server.createContext("/favicon.ico", exchange -> answer(exchange, 200, "image/svg+xml", "<svg/>"));
    }

    static OpenIdProvider start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var provider = new OpenIdProvider(server);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return address;
    }

    String host() {
        return URI.create(address).getAuthority();
    }

    int renewals() {
        return renewals.get();
    }

    /** A page with one link, which leads back with a code. */
    private void ask(HttpExchange exchange) throws IOException {
        var request = parameters(exchange.getRequestURI().getRawQuery());
        if (!CLIENT.equals(request.get("client_id"))
                || !"code".equals(request.get("response_type"))
                || !"S256".equals(request.get("code_challenge_method"))) {
            answer(exchange, 400, "text/plain", "invalid_request");
            return;
        }
        var code = UUID.randomUUID().toString();
        requestsByCode.put(code, request);
        var back = request.get("redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(request.get("state"), StandardCharsets.UTF_8);
        answer(
                exchange,
                200,
                "text/html",
                "<!doctype html><title>Provider</title><a href=\"" + back.replace("&", "&amp;")
                        + "\">Continue as alice</a>");
    }

    private void token(HttpExchange exchange) throws IOException {
        var request = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var isRenewal = "refresh_token".equals(request.get("grant_type"));
        var isGranted = CLIENT.equals(request.get("client_id"))
                && (isRenewal ? renewable.contains(request.getOrDefault("refresh_token", "")) : isProven(request));
        if (!isGranted) {
            answer(exchange, 400, "application/json", "{\"error\": \"invalid_grant\"}");
            return;
        }
        if (isRenewal) {
            renewals.incrementAndGet();
        }
        var refreshToken = UUID.randomUUID().toString();
        renewable.add(refreshToken);
        answer(exchange, 200, "application/json", """
                {"access_token": "%s", "token_type": "Bearer", "expires_in": %d, "refresh_token": "%s"}""".formatted(
                        issuer.token(Claims.of("events:read")), EXPIRES_IN_SECONDS, refreshToken));
    }

    /** A code is valid once. */
    private boolean isProven(Map<String, String> request) {
        var asked = requestsByCode.remove(request.getOrDefault("code", ""));
        var verifier = request.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII);
        return asked != null
                && asked.get("redirect_uri").equals(request.get("redirect_uri"))
                && asked.get("code_challenge").equals(BASE64_URL.encodeToString(Sha256.of(verifier)));
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(
                        parameter -> parameter[0],
                        parameter -> URLDecoder.decode(parameter[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
