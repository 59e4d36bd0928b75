package systems.tasker.events.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.annotation.Annotation;
import com.networknt.schema.annotation.Annotations;

import systems.tasker.events.json.Numbers;

/**
 * One evaluation by the validator, which takes from the {@link EvaluationBudget}.
 *
 * <p>The validator notifies its context of every keyword that it evaluates, of every error and of every annotation. What a keyword does
 * without a notification, such as comparing all elements of an array, is counted by {@link MeteredKeyword}.
 */
final class MeteredEvaluation extends ExecutionContext {

    // Measured: a keyword takes 30 to 80 nanoseconds, and an error with its message one or two microseconds.
    private static final int KEYWORD = 2;
    private static final int ERROR = 100;
    private static final int HASH = 4;

    // Copying, hashing or counting so many characters takes as long as a step.
    private static final int CHARACTERS_PER_STEP = 16;
    // Writing so many does, or matching them with the regular expressions of formats, which are not metered.
    private static final int WRITTEN_CHARACTERS_PER_STEP = 2;
    // Filtering so many annotations does.
    private static final int ANNOTATIONS_PER_STEP = 4;

    private final EvaluationBudget budget;
    private final CountedAnnotations annotations = new CountedAnnotations();

    MeteredEvaluation(ExecutionConfig config, EvaluationBudget budget) {
        super(config);
        this.budget = budget;
    }

    @Override
    public void evaluationPathAddLast(String token) {
        budget.use(KEYWORD);
        super.evaluationPathAddLast(token);
    }

    @Override
    public void evaluationPathAddLast(int token) {
        budget.use(KEYWORD);
        super.evaluationPathAddLast(token);
    }

    @Override
    public void addError(Error error) {
        // Its arguments are in its message, such as all values of an enum, and are made of JSON each time.
        var characters = 0L;
        for (var argument : error.getArguments() == null ? new Object[0] : error.getArguments()) {
            characters += argument instanceof String text ? text.length() : 0;
        }
        budget.use(ERROR + characters / WRITTEN_CHARACTERS_PER_STEP);
        super.addError(error);
    }

    /** Those found so far; who asks goes through all of one location, or adds one. */
    @Override
    public Annotations getAnnotations() {
        budget.use(1 + annotations.longest / ANNOTATIONS_PER_STEP);
        return annotations;
    }

    /** Takes what it costs to go through the members of an object or array, or the characters or digits of a value. */
    void useFor(JsonNode value) {
        budget.use(costOf(value));
    }

    /** Takes what it costs to hash or compare all that a value holds. */
    void useForAllIn(JsonNode value) {
        budget.use(HASH + costOf(value));
        for (var member : value) {
            useForAllIn(member);
        }
    }

    /** Takes what it costs to match a text with a format. */
    void useForFormatOf(JsonNode value) {
        budget.use(value.isTextual() ? value.textValue().length() / WRITTEN_CHARACTERS_PER_STEP : 0);
    }

    /** Takes what it costs to find the target of a dynamic reference in the schemas being evaluated. */
    void useForScopes(JsonNode value) {
        budget.use(getEvaluationSchema().size() / ANNOTATIONS_PER_STEP);
    }

    void use(long steps) {
        budget.use(steps);
    }

    static long costOf(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().length() / CHARACTERS_PER_STEP;
        }
        return value.isNumber() && !value.isInt() && !value.isLong() ? Numbers.writtenLength(value) : value.size();
    }

    /** Knows how many there are where most are. */
    private static final class CountedAnnotations extends Annotations {

        private int longest;

        @Override
        public void put(Annotation annotation) {
            super.put(annotation);
            longest = Math.max(
                    longest, asMap().get(annotation.getInstanceLocation()).size());
        }
    }
}
