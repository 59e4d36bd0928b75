package systems.tasker.events.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publication.DryRun.Plan;
import systems.tasker.events.publication.DryRun.Planned;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * Compares the planned events of one result, by their names.
 *
 * <pre>
 *     published before, and now ──▶ payload, metadata, version, delivery mode, queues, ordering key
 *     published before, not now ──▶ why: undeclared, its condition, its publisher, its schema, a failure
 *     not published before, now ──▶ why not before
 *     neither                   ──▶ newly rejected, failing or without publisher; otherwise nothing differs
 * </pre>
 */
final class Comparison {

    private static final String UNDECLARED = "undeclared";
    private static final String FIRED_BY = "fired_by";

    private final Tally tally;
    private final UUID step;
    private final TaskSequenceStep context;

    private Comparison(Tally tally, TaskSequenceStep context) {
        this.tally = tally;
        this.step = context.stepUuid();
        this.context = context;
    }

    static void of(TaskSequenceStep context, Plan before, Plan after, Tally tally) {
        var comparison = new Comparison(tally, context);
        var earlier = byName(before);
        var later = byName(after);
        earlier.forEach((name, planned) -> comparison.compare(name, planned, later.get(name), label(after)));
        later.forEach((name, planned) -> {
            if (!earlier.containsKey(name)) {
                comparison.appears(name, label(before), planned);
            }
        });
    }

    private static Map<String, Planned> byName(Plan plan) {
        var events = new LinkedHashMap<String, Planned>();
        plan.events().forEach(event -> events.put(event.declaration().name().value(), event));
        return events;
    }

    /** What an event of a plan is that the plan does not have. */
    private static String label(Plan plan) {
        return plan.undeclared().map(Reason::label).orElse(UNDECLARED);
    }

    private static String label(Planned planned) {
        if (isPublisherMissing(planned)) {
            return ChangeKind.PUBLISHER_MISSING.label();
        }
        return planned.status().label()
                + planned.reason().map(reason -> "(" + reason.label() + ")").orElse("");
    }

    private static boolean isPublisherMissing(Planned planned) {
        return planned.status() == Status.FAILED && planned.reason().isEmpty();
    }

    private void compare(String name, Planned before, Planned after, String otherwise) {
        var wasPublished = before.status() == Status.PUBLISHED;
        if (after == null) {
            if (wasPublished) {
                add(name, ChangeKind.VANISHES, label(before), otherwise);
            }
        } else if (after.status() == Status.PUBLISHED) {
            if (wasPublished) {
                differences(name, before, after);
            } else {
                var kind = isOfCondition(before) ? ChangeKind.CONDITION_MET : ChangeKind.APPEARS;
                add(name, kind, label(before), label(after));
            }
        } else if (!label(before).equals(label(after))) {
            notPublished(name, label(before), wasPublished, after);
        }
    }

    private void appears(String name, String before, Planned after) {
        if (after.status() == Status.PUBLISHED) {
            add(name, ChangeKind.APPEARS, before, label(after));
        } else {
            notPublished(name, before, false, after);
        }
    }

    private void notPublished(String name, String before, boolean wasPublished, Planned after) {
        if (after.status() == Status.REJECTED) {
            var rules = after.violations().stream()
                    .map(violation -> violation.pointer().replaceAll("/\\d+(?=/|$)", "/*") + " " + violation.keyword())
                    .distinct()
                    .toList();
            tally.add(key(name), ChangeKind.REJECTED, before, label(after), step, rules);
        } else if (isPublisherMissing(after)) {
            add(
                    name,
                    ChangeKind.PUBLISHER_MISSING,
                    before,
                    after.declaration().publisher().orElseThrow());
        } else if (after.status() == Status.FAILED) {
            add(name, ChangeKind.FAILS, before, label(after));
        } else if (wasPublished) {
            add(name, isOfCondition(after) ? ChangeKind.CONDITION_UNMET : ChangeKind.VANISHES, before, label(after));
        }
    }

    private static boolean isOfCondition(Planned planned) {
        return planned.reason().filter(reason -> reason == Reason.CONDITION).isPresent();
    }

    private void differences(String name, Planned before, Planned after) {
        var earlier = before.event().orElseThrow();
        var later = after.event().orElseThrow();
        var paths = JsonPaths.between(earlier.businessPayload(), later.businessPayload());
        if (!paths.isEmpty()) {
            tally.add(key(name), ChangeKind.PAYLOAD, "", "", step, paths);
        }
        var metadata = JsonPaths.between(metadata(earlier), metadata(later));
        if (!metadata.isEmpty()) {
            tally.add(key(name), ChangeKind.METADATA, "", "", step, metadata);
        }
        value(name, ChangeKind.VERSION, earlier.eventVersion(), later.eventVersion());
        var mode = before.declaration().deliveryMode();
        var nextMode = after.declaration().deliveryMode();
        value(name, ChangeKind.DELIVERY_MODE, mode.label(), nextMode.label());
        if (mode == nextMode) {
            value(name, ChangeKind.QUEUES, String.join(", ", before.queues()), String.join(", ", after.queues()));
        }
        if (!before.orderingKey().equals(after.orderingKey())) {
            add(name, ChangeKind.ORDERING_KEY, declaredKey(before), declaredKey(after));
        }
    }

    /** The declared location: the key itself is a value of the data. */
    private static String declaredKey(Planned planned) {
        return planned.declaration().orderingKey().map(Object::toString).orElse("none");
    }

    private static ObjectNode metadata(DomainEvent event) {
        var metadata = event.metadata().additional().objectNode();
        metadata.put(FIRED_BY, event.metadata().firedBy());
        metadata.setAll(event.metadata().additional());
        return metadata;
    }

    private void value(String name, ChangeKind kind, String before, String after) {
        if (!before.equals(after)) {
            add(name, kind, before, after);
        }
    }

    private void add(String name, ChangeKind kind, String before, String after) {
        tally.add(key(name), kind, before, after, step, List.of());
    }

    private DeclaredEvent key(String event) {
        return new DeclaredEvent(context.namespace(), context.taskName(), context.templateStepName(), event);
    }
}
