package systems.tasker.events.template.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.yaml.snakeyaml.events.ScalarEvent;

/** The types of plain scalars by the core schema of YAML 1.2, where {@code no}, {@code on} and {@code 1_000} are texts. */
final class YamlCoreSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    // Longer ones take long to convert; the limit of JSON is the same.
    private static final int MAX_NUMBER_LENGTH = 1_000;

    // In the order below: 1.1 reads 010 as octal and 1.2 as ten; 0o10 the reverse; hexadecimal with a sign;
    // underscores; minutes
    // (12:30 is 750); infinity and "not a number", which JSON does not have.
    private static final Pattern AMBIGUOUS = Pattern.compile("[-+]?0[0-9_]+|[-+]?0b[01_]+|0o[0-7]+"
            + "|[-+]0x[0-9a-fA-F_]+|0x[0-9a-fA-F_]*_[0-9a-fA-F_]*"
            + "|[-+]?(?=[0-9.]*_)[0-9][0-9_]*(\\.[0-9_]*)?"
            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private YamlCoreSchema() {}

    /** Whether a scalar is neither quoted nor tagged as a text. */
    static boolean mayBeTyped(ScalarEvent scalar) {
        return scalar.isPlain() && scalar.getTag() == null;
    }

    /** Whether YAML 1.1 and 1.2 read a plain scalar as different numbers, or one of them as no number. */
    static boolean isAmbiguous(String plain) {
        return plain.length() > MAX_NUMBER_LENGTH
                ? DECIMAL.matcher(plain).matches()
                : AMBIGUOUS.matcher(plain).matches();
    }

    static JsonNode typed(String plain) {
        if (NULLS.contains(plain)) {
            return NODES.nullNode();
        }
        if (TRUE.contains(plain) || FALSE.contains(plain)) {
            return NODES.booleanNode(TRUE.contains(plain));
        }
        if (plain.length() > MAX_NUMBER_LENGTH) {
            return NODES.textNode(plain);
        }
        if (INTEGER.matcher(plain).matches()) {
            return integer(new BigInteger(plain.startsWith("+") ? plain.substring(1) : plain));
        }
        if (OCTAL.matcher(plain).matches()) {
            return integer(new BigInteger(plain.substring(2), 8));
        }
        if (HEXADECIMAL.matcher(plain).matches()) {
            return integer(new BigInteger(plain.substring(2), 16));
        }
        return DECIMAL.matcher(plain).matches() ? decimal(plain) : NODES.textNode(plain);
    }

    private static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    private static JsonNode decimal(String plain) {
        try {
            // Exact, with its trailing zeros.
            return NODES.numberNode(new BigDecimal(plain));
        } catch (NumberFormatException exponentTooLong) {
            return NODES.textNode(plain);
        }
    }
}
