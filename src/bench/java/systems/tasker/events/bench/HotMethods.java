package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** The samples of a flight recording by owner; code of the JDK counts for its caller. */
final class HotMethods {

    private static final int METHODS = 10;
    private static final String OWN = "own code";
    private static final String JDK_ALONE = "JDK, no caller of another owner";
    private static final String OTHER = "other";
    private static final String LINE = "%5.1f %%  %s%n";

    // A waiting thread is in a native method, too.
    private static final Pattern WAITS = Pattern.compile("(?i)wait|park|accept|poll");

    private record Owner(String name, String... packages) {

        boolean owns(String type) {
            for (var start : packages) {
                if (type.startsWith(start)) {
                    return true;
                }
            }
            return false;
        }
    }

    // The first that matches: parts of a library come before it.
    private static final List<Owner> OWNERS = List.of(
            new Owner(OWN, "systems.tasker."),
            new Owner("Jackson", "com.fasterxml.jackson."),
            new Owner("OpenTelemetry", "io.opentelemetry.", "io.quarkus.opentelemetry."),
            new Owner("Micrometer", "io.micrometer.", "io.quarkus.micrometer.", "io.prometheus."),
            new Owner("database driver", "io.vertx.pgclient.", "io.vertx.sqlclient."),
            new Owner(
                    "Mutiny and context propagation",
                    "io.smallrye.mutiny.",
                    "io.smallrye.context.",
                    "io.smallrye.common.vertx.",
                    "io.vertx.mutiny.",
                    "io.quarkus.smallrye.context.",
                    "io.quarkus.mutiny.",
                    "org.eclipse.microprofile.context."),
            new Owner("Netty", "io.netty."),
            new Owner("Vert.x", "io.vertx."),
            new Owner(
                    "Quarkus",
                    "io.quarkus.",
                    "org.jboss.",
                    "com.arjuna.",
                    "io.smallrye.",
                    "jakarta.",
                    "org.eclipse.microprofile."));

    private static final Owner JDK = new Owner("JDK", "java.", "javax.", "jdk.", "sun.", "com.sun.");

    private final Map<String, Integer> owners = new HashMap<>();
    private final Map<String, Integer> ownMethods = new HashMap<>();
    private final Map<String, Integer> nativeMethods = new HashMap<>();

    private HotMethods() {}

    /** The text that is printed about a recording. */
    static String of(Path recording) {
        var methods = new HotMethods();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                methods.add(file.readEvent());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return methods.toString();
    }

    private void add(RecordedEvent event) {
        var stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return;
        }
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> {
                var owner = JDK_ALONE;
                for (var frame : stack.getFrames()) {
                    var method = frame.getMethod();
                    if (!JDK.owns(method.getType().getName())) {
                        owner = owner(method);
                        if (owner.equals(OWN)) {
                            ownMethods.merge(name(method), 1, Integer::sum);
                        }
                        break;
                    }
                }
                owners.merge(owner, 1, Integer::sum);
            }
            case "jdk.NativeMethodSample" -> {
                var method = stack.getFrames().get(0).getMethod();
                if (!WAITS.matcher(method.getName()).find()) {
                    nativeMethods.merge(name(method), 1, Integer::sum);
                }
            }
            default -> {
                // What a recording says about itself.
            }
        }
    }

    private static String owner(RecordedMethod method) {
        var type = method.getType().getName();
        return OWNERS.stream()
                .filter(owner -> owner.owns(type))
                .map(Owner::name)
                .findFirst()
                .orElse(OTHER);
    }

    private static String name(RecordedMethod method) {
        // A lambda's class ends with a number that differs from run to run.
        var type = method.getType().getName().replaceFirst("(\\$\\$Lambda).*", "$1");
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    @Override
    public String toString() {
        var samples = sum(owners);
        return "By owner of the innermost frame, the JDK's counted for its caller; %,d samples of Java code:%n"
                        .formatted(samples)
                + list(owners, samples, Integer.MAX_VALUE)
                + "The hottest own methods, of the same samples:\n"
                + list(ownMethods, samples, METHODS)
                + "Native methods, sampled apart, without those that wait; %,d samples:%n".formatted(sum(nativeMethods))
                + list(nativeMethods, sum(nativeMethods), METHODS);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String list(Map<String, Integer> counts, int of, int limit) {
        var text = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .forEach(entry ->
                        text.append(String.format(Locale.ROOT, LINE, 100.0 * entry.getValue() / of, entry.getKey())));
        return text.toString();
    }
}
