package systems.tasker.events.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

import systems.tasker.events.json.Sha256;

/** The template files below a folder: finds and reads them and detects changes. Thread-safe. */
final class TemplateFiles {

    // Enough for a writer to finish.
    private static final int ATTEMPTS = 3;

    private final Path root;
    private final TemplateLimits limits;
    private final boolean allowEmpty;
    private volatile String lastRead = "";

    /** @param allowEmpty whether a folder without templates is valid; otherwise it counts as a volume that is not mounted */
    TemplateFiles(Path root, TemplateLimits limits, boolean allowEmpty) {
        this.root = root;
        this.allowEmpty = allowEmpty;
        this.limits = limits;
    }

    /** The files that were read, and the problems of those that were not. */
    record Content(List<TemplateSource> sources, List<TemplateProblem> problems) {}

    Path root() {
        return root;
    }

    TemplateLimits limits() {
        return limits;
    }

    /** Reads all files in the order of their names; never a half-written file or a mix of two ConfigMap versions. */
    Content read() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var before = fingerprint();
            lastRead = before;
            var content = readOnce();
            if (before.equals(fingerprint())) {
                return content;
            }
        }
        return new Content(List.of(), List.of(problem("is changed while it is read", "load it when all is written")));
    }

    /** The fingerprint of the files when they were last read; empty before. */
    String lastRead() {
        return lastRead;
    }

    /** The fingerprint of the files: changes when one is added, removed, written, or its link target is replaced. */
    String fingerprint() {
        try {
            var state = new StringBuilder();
            for (var file : list()) {
                if (Files.isRegularFile(file)) {
                    state.append(root.relativize(file) + "\0" + file.toRealPath() + "\0"
                            + Files.getLastModifiedTime(file) + "\0" + Files.size(file) + "\n");
                } else {
                    state.append(root.relativize(file) + "\0unreadable\n");
                }
            }
            return HexFormat.of().formatHex(Sha256.of(state.toString()));
        } catch (IOException | UncheckedIOException unreadable) {
            return String.valueOf(unreadable);
        }
    }

    private Content readOnce() {
        var sources = new ArrayList<TemplateSource>();
        var problems = new ArrayList<TemplateProblem>();
        try {
            if (!Files.isDirectory(root)) {
                problems.add(problem("is not a folder", "name the templates' folder, see tasker.templates.path"));
                return new Content(sources, problems);
            }
            var files = list();
            if (files.size() > limits.maxFiles()) {
                problems.add(problem("has more than " + limits.maxFiles() + " files", "use fewer files"));
                return new Content(sources, problems);
            }
            if (files.isEmpty() && !allowEmpty) {
                problems.add(problem(
                        "holds no template",
                        "add templates or mount their volume, or set tasker.templates.allow-empty to true"));
            }
            for (var file : files) {
                read(file, sources, problems);
            }
        } catch (IOException | UncheckedIOException unreadable) {
            problems.add(problem("cannot be read: " + unreadable.getMessage(), "check links and rights"));
        }
        return new Content(sources, problems);
    }

    private void read(Path file, List<TemplateSource> sources, List<TemplateProblem> problems) {
        var name = root.relativize(file).toString();
        if (!Files.isRegularFile(file)) {
            problems.add(
                    Files.exists(file)
                            ? new TemplateProblem(name, 0, "", "is not a regular file", "replace or remove it")
                            : new TemplateProblem(
                                    name,
                                    0,
                                    "",
                                    "is a link to a missing file or folder",
                                    "restore its target, or remove it"));
            return;
        }
        try {
            if (Files.size(file) > limits.maxFileSize()) {
                problems.add(new TemplateProblem(
                        name, 0, "", "has more than " + limits.maxFileSize() + " bytes", "split it"));
                return;
            }
            sources.add(TemplateSource.of(name, Files.readString(file)));
        } catch (IOException unreadable) {
            problems.add(new TemplateProblem(
                    name, 0, "", "cannot be read: " + unreadable, "check its rights, and that it is text in UTF-8"));
        }
    }

    private TemplateProblem problem(String detail, String remedy) {
        return new TemplateProblem(root.toString(), 0, "", detail, remedy);
    }

    /** The template files, and what is in their place: links without a target, which may be one of a folder, and special files. */
    private List<Path> list() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        // The files of a mounted ConfigMap are links.
        try (var files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> !Files.exists(file) || isTemplate(file) && !Files.isDirectory(file))
                    // ... to files in a folder "..data", which would be read twice.
                    .filter(file -> !isInternalToTheMount(root.relativize(file)))
                    // One more, to detect that there are too many.
                    .limit(limits.maxFiles() + 1L)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isTemplate(Path file) {
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
    }

    private static boolean isInternalToTheMount(Path file) {
        return StreamSupport.stream(file.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith(".."));
    }
}
