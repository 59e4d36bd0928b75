package systems.tasker.events.golden;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of the console, requested without a key, as a browser does. Their names and contents change with each change of the console, so that
 * no golden file has them.
 *
 * @param page the address of the page
 */
record ConsoleFiles(URI page) {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(\\./[^\"]+)\"");
    private static final Map<String, String> CONTENT_TYPES =
            Map.of("js", "text/javascript;charset=UTF-8", "css", "text/css;charset=UTF-8", "svg", "image/svg+xml");
    private static final int MAX_COMPRESSED_BYTES = 150_000;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    void verify() throws Exception {
        var html = get(page);
        assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(html.headers().firstValue("Cache-Control")).hasValue("no-cache");
        verifyBrowserRestrictions(html);
        var text = new String(uncompressed(html), StandardCharsets.UTF_8);
        assertThat(text)
                .doesNotContain("<style", "style=", "javascript:")
                .doesNotContainPattern("<script(?![^>]* src=)");

        var compressed = html.body().length;
        var files = REFERENCE
                .matcher(text)
                .results()
                .map(file -> page.resolve(file.group(1)))
                .toList();
        assertThat(files).extracting(file -> extension(file)).contains("js", "css", "svg");
        for (var file : files) {
            var answer = get(file);
            assertThat(answer.statusCode()).as(file.toString()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue(CONTENT_TYPES.get(extension(file)));
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
            assertThat(uncompressed(answer)).isNotEmpty();
            verifyBrowserRestrictions(answer);
            compressed += answer.body().length;
        }
        assertThat(compressed).isLessThan(MAX_COMPRESSED_BYTES);
        assertThat(get(page, "If-None-Match", html.headers().firstValue("ETag").orElseThrow())
                        .statusCode())
                .isEqualTo(304);
        assertThat(get(page.resolve("index.html")).body()).isEqualTo(html.body());
    }

    private static void verifyBrowserRestrictions(HttpResponse<byte[]> answer) {
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "http", "data:");
    }

    private static HttpResponse<byte[]> get(URI address, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(address).header("Accept-Encoding", "gzip, deflate, br");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static byte[] uncompressed(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        return new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    }

    private static String extension(URI file) {
        var path = file.getPath();
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
