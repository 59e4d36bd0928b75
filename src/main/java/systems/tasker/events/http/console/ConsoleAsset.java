package systems.tasker.events.http.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;

import systems.tasker.events.json.Sha256;

/**
 * A file of the console.
 *
 * @param contentType its media type
 * @param content its bytes
 * @param compressed the same with gzip
 * @param tag its entity tag, which another content does not have
 */
record ConsoleAsset(String contentType, Buffer content, Buffer compressed, String tag) {

    private static final int TAG_LENGTH = 16;
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "svg", "image/svg+xml");

    /**
     * Creates an asset.
     *
     * @param name the file's name, whose extension decides the media type
     * @throws IllegalStateException when there is no media type for the extension
     */
    static ConsoleAsset of(String name, byte[] content) {
        var contentType = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (contentType == null) {
            throw new IllegalStateException("There is no media type for " + name);
        }
        var digest = HexFormat.of().formatHex(Sha256.of(content)).substring(0, TAG_LENGTH);
        return new ConsoleAsset(contentType, Buffer.buffer(content), Buffer.buffer(gzip(content)), '"' + digest + '"');
    }

    /** Whether it is the page, whose name stays the same; the names of all other files contain a digest of their content. */
    boolean isPage() {
        return contentType.startsWith("text/html");
    }

    private static byte[] gzip(byte[] content) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
