package systems.tasker.events.golden;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import systems.tasker.events.fixture.Waits;

/** The service, asked over HTTP with exactly the headers and bytes of an exchange. */
final class Service {

    private static final String MANAGEMENT = "management:";
    // Of the connection, or known from the body.
    private static final Set<String> OF_NO_INTEREST =
            Set.of("connection", "content-length", "content-type", "date", "keep-alive", "transfer-encoding");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final URI management;
    private final String key;

    /** An answer. @param headers those that count, {@code Name: value} a line */
    record Answer(int status, String contentType, String headers, String body) {}

    /** @param key an API key that opens everything, sent with each request that says nothing else */
    Service(URI base, URI management, String key) {
        this.base = base;
        this.management = management;
        this.key = key;
    }

    LiveTail tail() throws IOException, InterruptedException {
        return new LiveTail(client, base, key);
    }

    URI base() {
        return base;
    }

    Answer ask(Exchange exchange, Values values) throws IOException, InterruptedException {
        var method = exchange.request().substring(0, exchange.request().indexOf(' '));
        var path = values.in(exchange.request().substring(method.length() + 1));
        var body = body(exchange, values);
        var headers = headers(exchange, values, body != null);
        if (exchange.unfinished()) {
            return askWithout(path, body, headers);
        }
        var uri = path.startsWith(MANAGEMENT)
                ? URI.create(management + path.substring(MANAGEMENT.length()))
                : URI.create(base + path);
        var request = HttpRequest.newBuilder(uri).timeout(Waits.LONG);
        headers.forEach(request::header);
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                shown(answer.headers().map().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.join(", ", entry.getValue())))),
                answer.body());
    }

    private static byte[] body(Exchange exchange, Values values) {
        if (exchange.body() == null) {
            return null;
        }
        return exchange.bytes()
                ? HexFormat.of().parseHex(exchange.body().replace(" ", ""))
                : values.in(exchange.body()).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> headers(Exchange exchange, Values values, boolean hasBody) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-API-Key", key);
        if (hasBody) {
            headers.put("Content-Type", "application/json");
        }
        headers.putAll(exchange.headers());
        headers.values().removeIf(value -> value == null);
        headers.replaceAll((name, value) -> values.in(value));
        return headers;
    }

    private static String shown(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> !OF_NO_INTEREST.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .map(header -> header.getKey().toLowerCase(Locale.ROOT) + ": " + header.getValue())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** Announces a body and keeps its last byte to itself; {@link HttpClient} cannot. */
    private Answer askWithout(String path, byte[] body, Map<String, String> headers) throws IOException {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(Waits.LONG_MILLIS);
            var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
            headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
            head.append("Content-Length: " + body.length + "\r\n\r\n");
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body, 0, body.length - 1);
            var answer = new DataInputStream(socket.getInputStream());
            var received = new StringBuilder();
            while (received.indexOf("\r\n\r\n") < 0) {
                received.append((char) answer.readByte());
            }
            var lines = received.toString().strip().split("\r\n");
            var answered = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 1; i < lines.length; i++) {
                answered.put(lines[i].split(": ", 2)[0], lines[i].split(": ", 2)[1]);
            }
            var content = new byte[Integer.parseInt(answered.get("Content-Length"))];
            answer.readFully(content);
            return new Answer(
                    Integer.parseInt(lines[0].split(" ")[1]),
                    answered.get("Content-Type"),
                    shown(answered),
                    new String(content, StandardCharsets.UTF_8));
        }
    }
}
