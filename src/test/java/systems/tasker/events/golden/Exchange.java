package systems.tasker.events.golden;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import static systems.tasker.events.golden.GoldenCase.text;
import static systems.tasker.events.golden.GoldenCase.texts;

/**
 * A request, and how much of the answer to look at.
 *
 * @param request the method and the path, {@code management:} before the path for the other port; empty for a statement to the database
 * @param headers the headers besides the usual ones; null for a usual one that is to be left out
 * @param body the body; null for none
 * @param bytes whether the body is spelled in hexadecimal
 * @param unfinished whether the body has one byte less than its length says
 * @param show what of the answer counts
 * @param keep what to remember of it, as JSON pointers by the name of the value
 */
record Exchange(
        String request,
        Map<String, String> headers,
        String body,
        boolean bytes,
        boolean unfinished,
        Show show,
        Map<String, String> keep) {

    /** What of an answer counts. */
    enum Show {
        /** Every byte. */
        WHOLE,
        /** The status alone. */
        STATUS,
        /** Of JSON the names of the fields and the types of their values; what is called "name" or "status" is shown. */
        SHAPE,
        /** The same of health, whose checks come in any order. */
        CHECKS,
        /** Of metrics those of the service: names, types, descriptions and tags. */
        METERS
    }

    /** What the database is told between two requests. */
    static Exchange ofSql(String sql) {
        return new Exchange("", Map.of(), sql, false, false, Show.STATUS, Map.of());
    }

    static Exchange of(JsonNode said, JsonNode all) {
        if (said.isTextual()) {
            return new Exchange(said.asText(), texts(all.path("headers")), null, false, false, Show.WHOLE, Map.of());
        }
        var headers = new LinkedHashMap<>(texts(all.path("headers")));
        headers.putAll(texts(said.path("headers")));
        var request = said.hasNonNull("request") ? text(said, "request") : text(all, "request");
        var inherited = said.hasNonNull("request") ? null : all.path("body").textValue();
        var isBytes = said.hasNonNull("bytes");
        var body = isBytes ? text(said, "bytes") : said.path("body").asText(inherited);
        return new Exchange(
                request,
                headers,
                said.path("body").isNull() ? null : body,
                isBytes,
                said.path("unfinished").asBoolean(),
                Show.valueOf(said.path("show").asText("whole").toUpperCase(Locale.ROOT)),
                texts(said.path("keep")));
    }
}
