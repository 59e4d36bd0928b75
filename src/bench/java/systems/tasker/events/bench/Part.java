package systems.tasker.events.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be measured alone, in the order in which everything is measured. */
enum Part {
    ACCEPT,
    LATENCY,
    PROFILE,
    QUEUE,
    CONSUME,
    TAIL,
    SIMULATION,
    TEMPLATES,
    NAMESPACES,
    WAITING,
    ARCHIVE,
    FAST,
    JOURNEY,
    SIMULATE;

    /** @param names separated by commas; none are all */
    static Set<Part> of(String names) {
        if (names.isBlank()) {
            return EnumSet.allOf(Part.class);
        }
        var parts = EnumSet.noneOf(Part.class);
        for (var name : names.split(",")) {
            parts.add(Arrays.stream(values())
                    .filter(part -> part.label().equals(name.strip()))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "bench.only names '" + name.strip() + "', which is none of " + labels())));
        }
        return parts;
    }

    private static String labels() {
        return Arrays.stream(values()).map(Part::label).collect(Collectors.joining(", "));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
