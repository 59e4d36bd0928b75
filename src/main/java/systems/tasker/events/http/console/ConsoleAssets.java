package systems.tasker.events.http.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of the console, read once. A path finds one only as it is spelled here, so that no other spelling gets past access control. */
final class ConsoleAssets {

    private static final String FOLDER = "META-INF/resources/console/";

    private static final String INDEX = "index.html";

    // The page names all other files; their names contain a digest of their content.
    private static final Pattern REFERENCE = Pattern.compile("\"\\./(assets/[\\w.-]+)\"");

    private final Map<String, ConsoleAsset> byPath;

    private ConsoleAssets(Map<String, ConsoleAsset> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /** Reads the page and the files it names; none where the build left the console out. */
    static ConsoleAssets read(ClassLoader loader) {
        var byPath = new HashMap<String, ConsoleAsset>();
        content(loader, INDEX).ifPresent(page -> {
            byPath.put("", ConsoleAsset.of(INDEX, page));
            byPath.put(INDEX, byPath.get(""));
            REFERENCE
                    .matcher(new String(page, StandardCharsets.UTF_8))
                    .results()
                    .map(reference -> reference.group(1))
                    .forEach(path -> byPath.put(
                            path,
                            ConsoleAsset.of(
                                    path,
                                    content(loader, path)
                                            .orElseThrow(
                                                    () -> new IllegalStateException("The console lacks " + path)))));
        });
        return new ConsoleAssets(byPath);
    }

    private static Optional<byte[]> content(ClassLoader loader, String path) {
        try (var file = loader.getResourceAsStream(FOLDER + path)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean isEmpty() {
        return byPath.isEmpty();
    }

    /** The file at a path below the console; the page itself at the empty one. */
    Optional<ConsoleAsset> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
