package systems.tasker.events.golden;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what differs from run to run, and nothing else. For one transcript.
 *
 * <ul>
 *   <li>what the case made up itself by its name: {@code ${step}};
 *   <li>UUIDs of version 7 that this very day made by {@code <uuid-1>}, {@code <uuid-2>}: the same one has the same number throughout;
 *   <li>times of these minutes by {@code <instant>}: what was sent in is older;
 *   <li>the numbers that the database counts up, which have names, by {@code <msg_id>};
 *   <li>what tells one build from the next, by {@code <version>}, {@code <commit>} and {@code <quarkus>}.
 * </ul>
 */
final class Normaliser {

    private static final Pattern UUID_V7 =
            Pattern.compile("\\b([0-9a-f]{8}-[0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\b");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");
    private static final Pattern MSG_ID = Pattern.compile("(\"(?:(?:first_)?msg_id|next)\": ?|_dlq/)\\d+");
    // Less by as many seconds as the results before it took; ResultRateTest asks for the number.
    private static final Pattern RATE = Pattern.compile("(< 429 [^\n]*\n< retry-after: )\\d+");
    private static final Pattern BUILD =
            Pattern.compile("\"build\":\\{\"version\":\"[^\"]+\",\"commit\":\"[^\"]+\",\"quarkus\":\"[^\"]+\"}");
    private static final Pattern VERSION_LINE =
            Pattern.compile("(?m)^tasker-domain-events \\S+ \\(commit \\S+, Quarkus \\S+\\)$");
    // Of OpenAPI alone: the version of the AsyncAPI document is one number.
    private static final Pattern OPENAPI_VERSION = Pattern.compile(
            "(version\"? ?: \"?)\\d+(\\.\\d+)+(-SNAPSHOT)?" + "(?=\"?,?\\s+\"?description\"? ?: \"Step results in)");
    private static final Duration LATELY = Duration.ofMinutes(30);

    private final Map<String, String> uuids = new LinkedHashMap<>();
    private final Map<String, String> named;

    /** @param named what was made up, by name */
    Normaliser(Map<String, String> named) {
        this.named = named;
    }

    String normalised(String transcript) {
        var text = transcript;
        for (var value : named.entrySet()) {
            text = text.replace(value.getValue(), "${" + value.getKey() + "}");
        }
        text = UUID_V7.matcher(text).replaceAll(found -> Matcher.quoteReplacement(uuid(found.group(), found.group(1))));
        text = INSTANT.matcher(text)
                .replaceAll(found ->
                        isRecent(OffsetDateTime.parse(found.group()).toInstant()) ? "<instant>" : found.group());
        text = RATE.matcher(text).replaceAll("$1<seconds>");
        text = MSG_ID.matcher(text).replaceAll("$1<msg_id>");
        text = BUILD.matcher(text)
                .replaceAll("\"build\":{\"version\":\"<version>\",\"commit\":\"<commit>\",\"quarkus\":\"<quarkus>\"}");
        text = VERSION_LINE
                .matcher(text)
                .replaceAll("tasker-domain-events <version> (commit <commit>, Quarkus <quarkus>)");
        return OPENAPI_VERSION.matcher(text).replaceAll("$1<version>");
    }

    private String uuid(String uuid, String head) {
        var millis = Long.parseLong(head.replace("-", ""), 16);
        return isRecent(Instant.ofEpochMilli(millis))
                ? uuids.computeIfAbsent(uuid, first -> "<uuid-" + (uuids.size() + 1) + ">")
                : uuid;
    }

    private static boolean isRecent(Instant time) {
        return Duration.between(time, Instant.now()).abs().compareTo(LATELY) < 0;
    }
}
