package systems.tasker.events.http;

import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.core.HttpHeaders;

/** Conditional requests. */
public final class EntityTags {

    private static final String WEAK = "W/";

    private EntityTags() {}

    /**
     * Whether the caller has this version, by the weak comparison that RFC 9110 prescribes for {@code If-None-Match}: a proxy that
     * compresses makes tags weak.
     *
     * @param tag without quotes; has no comma
     */
    public static boolean isKnown(HttpHeaders headers, String tag) {
        var known = headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
        return isKnown(known == null ? List.of() : known, tag);
    }

    static boolean isKnown(List<String> known, String tag) {
        return known.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::strip)
                .map(each -> each.startsWith(WEAK) ? each.substring(WEAK.length()) : each)
                .anyMatch(each -> each.equals("*") || each.equals('"' + tag + '"'));
    }
}
