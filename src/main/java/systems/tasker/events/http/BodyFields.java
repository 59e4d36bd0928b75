package systems.tasker.events.http;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ValueRange;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;

import systems.tasker.events.json.FieldReader;
import systems.tasker.events.json.StorableText;
import systems.tasker.events.json.StrictJson;

/** Reads what a body asks for; an unknown field is rejected, because a misspelled filter would select everything. */
public final class BodyFields {

    // The bodies here have two levels, and no number longer than an id.
    private static final StrictJson JSON = new StrictJson(10, 100);
    private static final ValueRange YEARS = ValueRange.of(1, 9_999);

    private final ObjectNode body;
    private final FieldReader fields;

    private BodyFields(ObjectNode body) {
        this.body = body;
        this.fields = new FieldReader(body, "");
    }

    /** The body as JSON. A filter in front of Quarkus REST has read it already, as every body below {@code /v1}. */
    public static ObjectNode json(RoutingContext exchange) {
        return StrictJson.object(JSON.read(exchange.body().buffer().getBytes()));
    }

    public static BodyFields of(ObjectNode body, Set<String> known) {
        var fields = new BodyFields(body);
        fields.rejectUnknown("", body, known);
        return fields;
    }

    /** An object in the body. */
    public JsonNode object(String pointer, Set<String> known) {
        var object = fields.optional(pointer, JsonNodeType.OBJECT);
        rejectUnknown(pointer, object, known);
        return object;
    }

    public JsonNode array(String pointer) {
        return fields.optional(pointer, JsonNodeType.ARRAY);
    }

    /** Whether a field is there, whatever it is. */
    public boolean has(String name) {
        return body.hasNonNull(name);
    }

    /** A text; null when it is absent or wrong. */
    public String text(String pointer) {
        return storable(pointer, fields.optional(pointer, JsonNodeType.STRING).textValue());
    }

    public String requiredText(String pointer) {
        return storable(pointer, fields.requiredText(pointer));
    }

    private String storable(String pointer, String text) {
        if (text == null || StorableText.isStorable(text)) {
            return text;
        }
        fields.invalid(pointer, "holds a zero byte or half a surrogate pair, which no message can");
        return null;
    }

    /** A point in time; null when it is absent or wrong. */
    public OffsetDateTime time(String pointer) {
        var text = fields.optional(pointer, JsonNodeType.STRING).textValue();
        try {
            var time = text == null ? null : OffsetDateTime.parse(text);
            if (time == null || YEARS.isValidValue(time.getYear())) {
                return time;
            }
        } catch (DateTimeParseException notATime) {
            // reported below, together with a year beyond four digits
        }
        fields.malformed(pointer, "must be a time as in RFC 3339, such as 2026-11-23T06:30:00Z");
        return null;
    }

    public boolean flag(String pointer) {
        return fields.optional(pointer, JsonNodeType.BOOLEAN).asBoolean(false);
    }

    /** A number from 1 on; zero when it is absent or wrong. */
    public int number(String pointer, int most) {
        var number = fields.optional(pointer, JsonNodeType.NUMBER);
        if (number.isMissingNode()) {
            return 0;
        }
        if (!number.isIntegralNumber()) {
            fields.malformed(pointer, "must be a whole number");
            return 0;
        }
        if (!number.canConvertToInt() || number.intValue() < 1 || number.intValue() > most) {
            fields.invalid(pointer, "must be between 1 and " + most);
            return 0;
        }
        return number.intValue();
    }

    /** An id; zero when it is absent or wrong. */
    public long id(String pointer) {
        var id = fields.optional(pointer, JsonNodeType.NUMBER);
        if (id.isMissingNode() || id.isIntegralNumber() && id.canConvertToLong()) {
            return id.asLong();
        }
        fields.malformed(pointer, "must be a whole number");
        return 0;
    }

    public void malformed(String pointer, String detail) {
        fields.malformed(pointer, detail);
    }

    public void invalid(String pointer, String detail) {
        fields.invalid(pointer, detail);
    }

    /**
     * Ends the reading.
     *
     * @throws systems.tasker.events.json.InvalidInputException when anything was wrong
     */
    public void finish() {
        fields.finish();
    }

    private void rejectUnknown(String pointer, JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                var at = JsonPointer.empty().appendProperty(name);
                fields.malformed(pointer + at, "is not known here");
            }
        });
    }
}
