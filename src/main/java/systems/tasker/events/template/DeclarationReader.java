package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.EventName;
import systems.tasker.events.json.StorableText;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.schema.PayloadSchema;
import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.template.yaml.TemplateNode;

/** Reads a template, or the step definition inside a step context; continues after a problem to find all of them. */
final class DeclarationReader {

    private static final int DEFAULT_MAX_ATTEMPTS = 3;
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    // 47 characters, the maximum of PGMQ, without "_domain_events_dlq".
    private static final int MAX_NAMESPACE = 29;

    private final KnownPublishers publishers;
    private final SchemaCompiler schemas;

    DeclarationReader(KnownPublishers publishers, SchemaCompiler schemas) {
        this.publishers = publishers;
        this.schemas = schemas;
    }

    /**
     * Reads a template; empty when it is no map. The result is valid only when no problem was added.
     *
     * @param file the name of its file
     * @param queues the queue names of all templates
     */
    Optional<TaskTemplate> template(TemplateNode template, String file, QueueNames queues) {
        if (!template.isMap()) {
            return Optional.empty();
        }
        var name = template.requiredText("name", 255);
        var namespace = template.requiredText("namespace_name", MAX_NAMESPACE);
        if (!namespace.isEmpty() && !NAMESPACE.matcher(namespace).matches()) {
            template.problem(
                    "namespace_name",
                    namespace,
                    "cannot name a queue",
                    "use letters, digits and underscores, and no digit first");
        }
        if (!namespace.isEmpty()) {
            queues.otherSpelling(QueueName.ofEvents(namespace), file)
                    .ifPresent(other -> template.problem(
                            "namespace_name",
                            namespace,
                            "has the queue " + other + ", since case makes no difference there",
                            "use one spelling"));
        }
        var version = template.requiredText("version", 50);
        var names = new HashSet<String>();
        var steps = new ArrayList<StepDefinition>();
        for (var element : template.each("steps")) {
            if (element.isMap()) {
                var step = step(element, QueueingReader.ofTemplate(namespace, file, queues));
                if (!step.name().isEmpty() && !names.add(step.name())) {
                    element.problem("name", step.name(), "is taken by an earlier step", "rename one of them");
                }
                steps.add(step);
            }
        }
        return Optional.of(new TaskTemplate(namespace, name, version, steps));
    }

    StepDefinition step(TemplateNode step, QueueingReader queueing) {
        var retry = step.at("retry");
        // Older files use "limit"; beside "max_attempts" it means nothing and is not validated.
        var maxAttempts = retry.count(retry.has("max_attempts") ? "max_attempts" : "limit", DEFAULT_MAX_ATTEMPTS);
        var names = new HashSet<EventName>();
        List<EventDeclaration> events = new ArrayList<>();
        for (var element : step.each("publishes_events")) {
            if (element.isMap()) {
                var event = event(element, queueing);
                event.ifPresent(events::add);
                if (event.isPresent() && !names.add(event.get().name())) {
                    element.problem(
                            "name",
                            event.get().name().value(),
                            "is declared twice for this step",
                            "keep one of the declarations, or rename one");
                }
            }
        }
        return new StepDefinition(
                step.requiredText("name", 255),
                step.at("handler").optionalText("callable"),
                maxAttempts,
                retry.flag("retryable", true),
                events);
    }

    private Optional<EventDeclaration> event(TemplateNode event, QueueingReader queueing) {
        var name = event.requiredText("name", 255);
        if (!name.isBlank() && !EventName.isLegal(name)) {
            event.problem("name", name, "is malformed", "write it like 'payment.processed', in lower case");
        }
        var description = event.optionalText("description").orElse("");
        var condition = event.choice("condition", PublicationCondition.SUCCESS, PublicationCondition::label);
        var mode = event.choice("delivery_mode", DeliveryMode.DURABLE, DeliveryMode::label);
        var publisher = event.optionalText("publisher");
        publisher
                .filter(declared -> !publishers.knows(declared))
                .ifPresent(missing -> event.problem(
                        "publisher",
                        missing,
                        "is provided by no bean",
                        "add a BasePublisher bean of that name, or use one of " + publishers.names()));
        var schema = schema(event);
        var version = event.optionalText("version").orElse("1.0");
        var orderingKey = queueing.orderingKey(event, mode);
        var fanOut = queueing.fanOut(event, mode);
        return EventName.isLegal(name)
                ? Optional.of(new EventDeclaration(
                        new EventName(name),
                        description,
                        condition,
                        mode,
                        publisher,
                        schema,
                        version,
                        orderingKey,
                        fanOut))
                : Optional.empty();
    }

    private Optional<PayloadSchema> schema(TemplateNode event) {
        JsonNode source = event.node("schema");
        if (source.isMissingNode() || source.isNull()) {
            return Optional.empty();
        }
        event.reportAmbiguous("schema");
        event.reportUnstorable("schema", StorableText.isStorable(source));
        var compilation = schemas.compile(source);
        compilation
                .problems()
                .forEach(violation -> event.problem(
                        "schema" + violation.pointer(), violation.message(), "make it a valid JSON Schema"));
        return Optional.ofNullable(compilation.schema());
    }
}
