package systems.tasker.events.ingress;

import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.step.InputProblem;
import systems.tasker.events.step.InvalidInputException;
import systems.tasker.events.step.StepJson;

/** Reads a request's body as a JSON object that the whole journey can carry. */
final class RequestBody {

    private final JsonMapper mapper;

    RequestBody(int maxNestingDepth) {
        this.mapper = StepJson.strictMapper(maxNestingDepth);
    }

    /** The body as a tree. @throws InvalidInputException when it is not a JSON object, or holds what no database could store */
    ObjectNode read(byte[] body) {
        return carriable(parse(body));
    }

    /** The body as an array. @throws InvalidInputException when it is none */
    ArrayNode readArray(byte[] body) {
        if (parse(body) instanceof ArrayNode array) {
            return array;
        }
        throw new InvalidInputException(InputProblem.malformed("", "must be a JSON array"));
    }

    /** A tree as an object. @throws InvalidInputException when it is none, or holds what no database could store */
    static ObjectNode carriable(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            CarriableJson.check(object);
            return object;
        }
        throw new InvalidInputException(InputProblem.malformed("", "must be a JSON object"));
    }

    private JsonNode parse(byte[] body) {
        try {
            return mapper.readTree(body);
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

    private static InvalidInputException malformed(JsonProcessingException thrown, String what) {
        var where = thrown.getLocation();
        var place = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
        return new InvalidInputException(InputProblem.malformed("", what + place));
    }

    /** Tells two bodies apart; equal for bodies that say the same, whatever the order of their keys. */
    static String digest(ObjectNode body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(CanonicalJson.of(body).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
