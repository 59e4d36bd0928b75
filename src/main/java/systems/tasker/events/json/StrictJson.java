package systems.tasker.events.json;

import java.io.CharConversionException;
import java.io.IOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads JSON that comes from outside, and says what is wrong with it without quoting it.
 *
 * <p>Rejects duplicate keys, a second document, what is nested deeper than a limit, and numbers longer than one. Safe to use from any
 * thread.
 */
public final class StrictJson {

    private final JsonMapper mapper;
    private final ObjectReader values;

    /**
     * @param maxNumberLength characters that a number may have
     */
    public StrictJson(int maxNestingDepth, int maxNumberLength) {
        this.mapper = Json.strictMapper(maxNestingDepth, maxNumberLength);
        this.values = mapper.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * The body as a tree; its object, or the objects of its array, and the objects in their fields cannot be changed.
     *
     * @throws InvalidInputException when it is not JSON
     */
    public JsonNode read(byte[] body) {
        try {
            return SourceReader.read(mapper, values, body);
        } catch (StreamConstraintsException beyondLimit) {
            throw malformed(beyondLimit, "is nested too deeply, or has a number or name that is too long");
        } catch (MismatchedInputException duplicateKey) {
            throw malformed(duplicateKey, "holds a key twice in one object, or more than one document");
        } catch (JsonProcessingException notJson) {
            // The parser's own message may quote the body.
            throw malformed(notJson, "is not JSON");
        } catch (NumberFormatException beyondAnyNumber) {
            throw new InvalidInputException(InputProblem.malformed("", "has a number with too large an exponent"));
        } catch (CharConversionException notText) {
            throw new InvalidInputException(InputProblem.malformed("", "is not text in UTF-8, UTF-16 or UTF-32"));
        } catch (IOException unreadable) {
            throw new IllegalStateException("An array in memory cannot fail to be read", unreadable);
        }
    }

    /**
     * A tree as an object.
     *
     * @throws InvalidInputException when it is none
     */
    public static ObjectNode object(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidInputException(InputProblem.malformed("", "must be a JSON object"));
    }

    private static InvalidInputException malformed(JsonProcessingException thrown, String what) {
        var where = thrown.getLocation();
        var place = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
        return new InvalidInputException(InputProblem.malformed("", what + place));
    }
}
