package systems.tasker.events.storm;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import systems.tasker.events.fixture.Mutations;
import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Seeds.Seed;
import systems.tasker.events.json.Json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Requests to everything that takes a body, with bodies made of the corpus; and some that have only a path and a query. Their framing is
 * as it should be, whatever they say. The same number makes the same request. Safe to use from any thread.
 */
final class HostileRequests {

    private static final String STEP = "0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01";
    private static final String YAML = "application/yaml";
    private static final Map<String, List<Seed>> CORPUS = Map.of(
            "results", Seeds.of("results"),
            "lines", Seeds.of("lines"),
            "templates", Seeds.of("templates"),
            "operations", Seeds.of("operations"));
    private static final List<String> HEADERS = List.of(
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: a=1,,b==2",
            "traceparent: ff-\u00e9",
            "Accept: application/xml",
            "Accept: application/x-ndjson, */*;q=0",
            "Accept: ;;;q=x",
            "Accept-Encoding: gzip;q=x, \u00ff",
            "Accept-Language: xx-\u00e9, *;q=9",
            "Content-Encoding: gzip",
            "Expect: 100-continue",
            "Authorization: Bearer \u00e9.\u00e9.\u00e9",
            "X-API-Key: ' or 1=1",
            "Cookie: a=\"; b",
            "X-Forwarded-For: ${jndi:ldap://x}\r\nForwarded: for=\"[::1\"",
            "Origin: null\r\nSec-Fetch-Site: cross-site",
            "Range: bytes=0-1",
            "If-None-Match: \"x",
            "baggage: a=b;c,=,\u00ff",
            "X-Long: " + "x".repeat(6_000));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/json; charset=\"no such\"",
            "APPLICATION/JSON; a=b",
            "application/x-ndjson",
            "application/yaml",
            "text/plain",
            "*/*",
            "json",
            "multipart/form-data; boundary=\u00e9",
            "application/x-www-form-urlencoded");
    private static final List<String> VALUES = List.of(
            "",
            "%00",
            "%ff",
            "%ED%A0%80",
            "%F0%9F%98%80",
            "%22%3C",
            "%7Ba%7D",
            "a%2Fb",
            "..%2f..",
            "-1",
            "0",
            "1",
            "1e9",
            "99999999999999999999",
            "payments_domain_events",
            "payments_domain_events_dlq",
            "orders_domain_events_dlq",
            "%27%20or%201%3D1%3B--",
            "a+b%20c",
            "a=b",
            STEP,
            STEP + "x",
            "2026-11-25T19:48:12Z",
            "x".repeat(300),
            "payments",
            "credit_card_payment",
            "1.0.0");
    private static final List<String> NO_HTTP = List.of(
            "GET /v1/events/%zz HTTP/1.1\r\n",
            "GET /v1/events?after=% HTTP/1.1\r\n",
            "GET /v1/events/[a] HTTP/1.1\r\n",
            "DELETE /v1/dead-letters/{a}/| HTTP/1.1\r\n",
            "POST /v1/step-results?\"=<b> HTTP/1.1\r\n",
            "GET /v1/events HTTP/1.1\r\nCookie: a=\u0001\r\n",
            "GET /v1/events HTTP/1.1\r\nno header\r\n",
            "GET /v1/events HTTP/9.9\r\n");
    private static final int SHARE_OF_NO_HTTP = 100;

    private final long seed;

    HostileRequests(long seed) {
        this.seed = seed;
    }

    /** Whether it is one at all; few are not, and those are the server's affair. */
    boolean isHttp(int number) {
        return number % SHARE_OF_NO_HTTP > 0;
    }

    byte[] request(int number) {
        var random = new Random(seed * 1_000_003 + number);
        if (!isHttp(number)) {
            return (NO_HTTP.get(random.nextInt(NO_HTTP.size())) + "Host: localhost\r\n\r\n").getBytes(ISO_8859_1);
        }
        return switch (random.nextInt(20)) {
            case 0, 1 ->
                post("/v1/step-results/batch", "application/x-ndjson", renewed(body("lines", random), random), random);
            case 2 ->
                post("/v1/step-results/batch", "application/json", renewed(body("lines", random), random), random);
            case 3, 4 -> post("/v1/step-claims", "application/json", renewed(body("results", random), random), random);
            case 5, 6 -> post("/v1/templates/validate", YAML, body("templates", random), random);
            case 7 -> post("/v1/templates/validate", "application/json", files(body("templates", random)), random);
            case 8 -> post(operation(random), "application/json", body("operations", random), random);
            case 9 -> retrieval(random);
            default -> post("/v1/step-results", "application/json", renewed(body("results", random), random), random);
        };
    }

    private static byte[] body(String kind, Random random) {
        return new Mutations(CORPUS.get(kind), random).next();
    }

    /** About another step, mostly: the results of one are accepted once. */
    private static byte[] renewed(byte[] body, Random random) {
        return random.nextInt(4) == 0
                ? body
                : new String(body, ISO_8859_1)
                        .replace(STEP, new UUID(random.nextLong(), random.nextLong()).toString())
                        .replace("\"fuzz\"", "\"fuzz-" + random.nextInt(1_000) + "\"")
                        .getBytes(ISO_8859_1);
    }

    private static byte[] files(byte[] template) {
        var text = Json.write(new String(template, UTF_8));
        return ("{\"a.yaml\": " + text + "}").getBytes(UTF_8);
    }

    private static String operation(Random random) {
        return random.nextBoolean() ? "/v1/events/replay" : "/v1/dead-letters/" + value(random) + "/redrive";
    }

    private static byte[] retrieval(Random random) {
        var target = switch (random.nextInt(40)) {
            case 0 -> "/v1/events?correlation_id=fuzz-" + random.nextInt(1_000) + "&limit=" + value(random);
            case 1, 2, 3 -> "/v1/events?after=" + value(random) + "&limit=" + value(random);
            case 4, 5, 6 -> "/v1/events/" + value(random);
            case 7, 8, 9, 10, 11, 12 -> "/v1/templates/" + value(random) + "/" + value(random) + "/" + value(random);
            case 13, 14, 15, 16, 17, 18, 19, 20 -> "/v1/step-results/" + value(random);
            case 21, 22, 23, 24, 25 -> "/v1/dead-letters/" + value(random) + "/" + value(random);
            case 26, 27 -> "/v1/" + value(random) + "/" + value(random);
            default ->
                "/v1/dead-letters/" + value(random) + "?event_name=" + value(random) + "&after=" + value(random)
                        + "&limit=" + value(random) + "&" + value(random);
        };
        var method = random.nextInt(10) == 0 ? "DELETE " : "GET ";
        return (method + target + " HTTP/1.1\r\nHost: localhost\r\n" + header(random) + "\r\n").getBytes(ISO_8859_1);
    }

    /** Lines of results: the same ones for the same number, in one piece or torn anywhere. */
    byte[] lines(int number, boolean torn) {
        var random = new Random(seed * 1_000_003 + number);
        var head = "POST /v1/step-results/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n";
        return framed(head, renewed(body("lines", random), random), torn, random);
    }

    private static byte[] post(String path, String type, byte[] body, Random random) {
        var contentType = random.nextInt(20) == 0 ? TYPES.get(random.nextInt(TYPES.size())) : type;
        var query = random.nextInt(20) == 0 ? "?" + value(random) + "=" + value(random) : "";
        var head = "POST " + path + query + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType + "\r\n"
                + header(random);
        return framed(head, body, random.nextInt(4) == 0, random);
    }

    private static byte[] framed(String head, byte[] body, boolean torn, Random random) {
        var request = new ByteArrayOutputStream();
        if (torn) {
            request.writeBytes((head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
            chunk(body, random, request);
        } else {
            request.writeBytes((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
            request.writeBytes(body);
        }
        return request.toByteArray();
    }

    /** In pieces of any size, so that characters and lines are torn. */
    private static void chunk(byte[] body, Random random, ByteArrayOutputStream request) {
        for (int from = 0; from < body.length; ) {
            int length = Math.min(body.length - from, 1 + random.nextInt(random.nextInt(2_000) + 1));
            request.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
            request.write(body, from, length);
            request.writeBytes("\r\n".getBytes(ISO_8859_1));
            from += length;
        }
        request.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
    }

    private static String header(Random random) {
        return random.nextInt(5) == 0 ? HEADERS.get(random.nextInt(HEADERS.size())) + "\r\n" : "";
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }
}
