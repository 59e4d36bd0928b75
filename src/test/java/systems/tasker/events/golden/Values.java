package systems.tasker.events.golden;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ${name}} stands for in one run of one case.
 *
 * <p>{@code ${step}}, {@code ${task}} and {@code ${correlation}}, with a number at their end too, are UUIDs of this run alone;
 * {@code ${3 x ab}} is {@code ab,ab,ab}.
 */
final class Values {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:(\\d+) x ([^$]*?)}(?=[]\"])|([\\w-]+)})");
    private static final Pattern ID = Pattern.compile("(step|task|correlation)\\d*");

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> known = new LinkedHashMap<>();
    private final Function<String, String> others;

    /** @param others values that are made on demand */
    Values(Map<String, String> known, Function<String, String> others) {
        this.known.putAll(known);
        this.others = others;
    }

    String in(String text) {
        var filled = PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        value(found.group(1) == null ? found.group(3) : null, found.group(1), found.group(2))));
        // A value may have values in it.
        return filled.equals(text) ? text : in(filled);
    }

    private String value(String name, String times, String repeated) {
        if (name == null) {
            return String.join(",", Collections.nCopies(Integer.parseInt(times), repeated));
        }
        if (ID.matcher(name).matches()) {
            return ids.computeIfAbsent(name, id -> UUID.randomUUID().toString());
        }
        return known.containsKey(name) ? known.get(name) : others.apply(name);
    }

    void keep(String name, String value) {
        known.put(name, value);
    }

    /** The UUIDs of this run that are of steps, in the order in which they came up. */
    List<String> steps() {
        return ids.entrySet().stream()
                .filter(id -> id.getKey().startsWith("step"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The UUIDs of this run, by their names. */
    Map<String, String> ids() {
        return ids;
    }
}
