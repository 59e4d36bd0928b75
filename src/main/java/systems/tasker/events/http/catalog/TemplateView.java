package systems.tasker.events.http.catalog;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.event.OrderingKey;
import systems.tasker.events.schema.PayloadSchema;
import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.template.StepDefinition;
import systems.tasker.events.template.TaskTemplate;

/** An active task template, with all defaults filled in. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record TemplateView(String namespaceName, String name, String version, List<StepView> steps) {

    static TemplateView of(TaskTemplate template) {
        return new TemplateView(
                template.namespaceName(),
                template.name(),
                template.version(),
                template.steps().stream().map(StepView::of).toList());
    }

    /** One of its steps. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record StepView(
            String name,
            @JsonInclude(JsonInclude.Include.NON_NULL) String handler,
            int maxAttempts,
            boolean retryable,
            List<EventView> publishesEvents) {

        private static StepView of(StepDefinition step) {
            return new StepView(
                    step.name(),
                    step.handlerCallable().orElse(null),
                    step.maxAttempts(),
                    step.retryable(),
                    step.publishesEvents().stream().map(EventView::of).toList());
        }
    }

    /** One of a step's events. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventView(
            String name,
            String description,
            String condition,
            String deliveryMode,
            String publisher,
            JsonNode schema,
            String version,
            String orderingKey,
            List<String> fanOut) {

        private static EventView of(EventDeclaration event) {
            return new EventView(
                    event.name().value(),
                    event.description(),
                    event.condition().label(),
                    event.deliveryMode().label(),
                    event.publisher().orElse(null),
                    event.schema().map(PayloadSchema::source).orElse(null),
                    event.version(),
                    event.orderingKey().map(OrderingKey::value).orElse(null),
                    event.fanOut());
        }
    }
}
