package systems.tasker.events.schema;

import java.util.regex.Pattern;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;

/** The JDK's regular expressions in JSON Schema's syntax, charged to the {@link EvaluationBudget}. */
final class MeteredRegularExpressions implements RegularExpressionFactory {

    @Override
    public RegularExpression getRegularExpression(String regex) {
        var pattern = compile(regex);
        return text -> pattern.matcher(EvaluationBudget.metered(text)).find();
    }

    /**
     * The pattern in the JDK's syntax.
     *
     * @throws java.util.regex.PatternSyntaxException when it is malformed
     */
    static Pattern compile(String regex) {
        return Pattern.compile(
                RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(regex)));
    }
}
