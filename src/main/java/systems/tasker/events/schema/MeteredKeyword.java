package systems.tasker.events.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.keyword.FormatKeyword;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;

/** A keyword whose work grows with the value or with its own list, and takes that much more from the {@link EvaluationBudget}. */
record MeteredKeyword(Keyword keyword) implements Keyword {

    /** Compare or hash a value with all that is in it. */
    private static final Set<String> DEEP = Set.of("const", "enum", "uniqueItems");

    /** Go through the members or characters of a value, or through a list of their own. */
    private static final Set<String> FLAT = Set.of(
            "additionalItems",
            "additionalProperties",
            "contains",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "items",
            "maximum",
            "maxLength",
            "minimum",
            "minLength",
            "multipleOf",
            "patternProperties",
            "prefixItems",
            "properties",
            "propertyNames",
            "required",
            "type",
            "unevaluatedItems",
            "unevaluatedProperties");

    /** Go through the schemas that lead to them. */
    private static final Set<String> DYNAMIC = Set.of("$dynamicRef", "$recursiveRef");

    private static final Map<String, BiConsumer<MeteredEvaluation, JsonNode>> METERS = new HashMap<>();

    static {
        DEEP.forEach(name -> METERS.put(name, MeteredEvaluation::useForAllIn));
        FLAT.forEach(name -> METERS.put(name, MeteredEvaluation::useFor));
        DYNAMIC.forEach(name -> METERS.put(name, MeteredEvaluation::useForScopes));
    }

    /** The dialect with its costly keywords metered. */
    static Dialect metered(Dialect dialect) {
        var builder = Dialect.builder(dialect).formatKeywordFactory(formats -> new FormatKeyword(formats) {
            @Override
            public KeywordValidator newValidator(
                    SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
                return new Metered(
                        super.newValidator(location, node, parent, context), 0, MeteredEvaluation::useForFormatOf);
            }
        });
        dialect.getKeywords().values().stream()
                .filter(keyword -> METERS.containsKey(keyword.getValue()))
                .forEach(keyword -> builder.keyword(new MeteredKeyword(keyword)));
        return builder.build();
    }

    @Override
    public String getValue() {
        return keyword.getValue();
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context)
            throws Exception {
        var validator = keyword.newValidator(location, node, parent, context);
        // An enum is hashed, however long it is.
        var own = getValue().equals("enum") ? 0 : MeteredEvaluation.costOf(node);
        return validator == null ? null : new Metered(validator, own, METERS.get(getValue()));
    }

    private record Metered(KeywordValidator validator, long own, BiConsumer<MeteredEvaluation, JsonNode> meter)
            implements KeywordValidator {

        @Override
        public void validate(ExecutionContext context, JsonNode value, JsonNode root, NodePath location) {
            if (context instanceof MeteredEvaluation evaluation) {
                evaluation.use(own);
                meter.accept(evaluation, value);
            }
            validator.validate(context, value, root, location);
        }

        @Override
        public void walk(
                ExecutionContext context, JsonNode value, JsonNode root, NodePath location, boolean shouldValidate) {
            validator.walk(context, value, root, location, shouldValidate);
        }

        @Override
        public void preloadSchema() {
            validator.preloadSchema();
        }

        @Override
        public String getKeyword() {
            return validator.getKeyword();
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return validator.getSchemaLocation();
        }
    }
}
