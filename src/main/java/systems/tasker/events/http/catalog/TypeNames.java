package systems.tasker.events.http.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names of the types that code generators make of events, such as {@code PaymentProcessed} of {@code payment.processed}.
 *
 * <p>A version other than the default one is part of the name, as in {@code PaymentProcessedV2_0}. Only names that would be equal begin
 * with the namespace, so that an event in another namespace renames the types of few others.
 */
final class TypeNames {

    private static final String DEFAULT_VERSION = "1.0";

    private final Map<String, String> byKey = new HashMap<>();

    private TypeNames() {}

    /** The names of these events, each different. */
    static TypeNames of(Collection<DocumentedEvent> events) {
        var names = new TypeNames();
        var plain = count(events, TypeNames::name);
        Function<DocumentedEvent, String> preferred =
                event -> plain.get(name(event)) == 1 ? name(event) : pascal(event.namespace()) + name(event);
        var taken = count(events, preferred);
        for (var event : events) {
            var name = preferred.apply(event);
            // Spellings such as a.b_c and a_b.c differ only in their keys.
            names.byKey.put(event.key(), taken.get(name) == 1 ? name : name + "_" + hash(event.key()));
        }
        return names;
    }

    /** The name of an event's type. */
    String of(DocumentedEvent event) {
        return byKey.get(event.key());
    }

    /** A text in Pascal case; only letters and digits stay. */
    static String pascal(String text) {
        return words(text).stream()
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String name(DocumentedEvent event) {
        var name = pascal(event.name().value());
        return event.version().equals(DEFAULT_VERSION) ? name : name + "V" + String.join("_", words(event.version()));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[^A-Za-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Map<String, Long> count(Collection<DocumentedEvent> events, Function<DocumentedEvent, String> name) {
        return events.stream().collect(Collectors.groupingBy(name, Collectors.counting()));
    }

    private static String hash(String key) {
        return Integer.toHexString(key.hashCode());
    }
}
