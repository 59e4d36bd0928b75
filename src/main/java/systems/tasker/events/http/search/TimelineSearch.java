package systems.tasker.events.http.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.http.search.EventSearch.Found;
import systems.tasker.events.http.search.StoredEvent.Place;
import systems.tasker.events.http.search.TaskMessages.Lead;
import systems.tasker.events.http.search.Timeline.Handled;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.subscriber.SubscriberRegistry;

/**
 * Collects what is known of a task.
 *
 * <pre>
 *     step ─▶ its receipts ─▶ a message that they name ─┐
 *     message ──────────────────────────────────────────┴─▶ correlation id ─┐
 *     event ─▶ search ──────────────────────────────────────▶ correlation id ┤
 *     correlation id, task ──────────────────────────────────────────────────┴─▶ events and notifications ─▶ steps ─▶ receipts
 * </pre>
 *
 * <p>A step of which no event was published is found by the notification of orchestration: that is sent for every result.
 */
@Singleton
class TimelineSearch {

    private static final int MAX_STEPS = 100;
    // Each comes with its whole payload.
    private static final int MAX_EVENTS = 200;

    private final EventSearch events;
    private final TaskMessages messages;
    private final ResultLedger ledger;
    private final SubscriberRegistry subscribers;

    TimelineSearch(EventSearch events, TaskMessages messages, ResultLedger ledger, SubscriberRegistry subscribers) {
        this.events = events;
        this.messages = messages;
        this.ledger = ledger;
        this.subscribers = subscribers;
    }

    /** The task that a condition of its messages selects. */
    Uni<Timeline> ofTask(MessageFilter selection) {
        return events.limited(() -> follow(selection, Optional.empty()));
    }

    Uni<Timeline> ofStep(UUID step) {
        return events.limited(() ->
                ledger.receipts(step).chain(receipts -> lead(step, receipts).chain(this::follow)));
    }

    Uni<Timeline> ofEvent(UUID eventId) {
        return events.limited(() -> events.search(new MessageFilter().eventId(eventId), "", 1)
                .chain(page -> page.events().isEmpty()
                        ? nothing()
                        : follow(lead(page.events().get(0)))));
    }

    Uni<Timeline> ofMessage(String queue, long msgId) {
        return events.limited(() -> messages.find(queue, msgId)
                .chain(found -> found.map(this::follow).orElse(nothing())));
    }

    private static Uni<Timeline> nothing() {
        return Uni.createFrom().item(new Timeline(null, null, List.of(), false));
    }

    private static Lead lead(Found event) {
        return Lead.of(event.correlationId(), event.stepUuid());
    }

    /** The message ids of the receipts find a message without a search. */
    private Uni<Lead> lead(UUID step, List<PublicationReceipt> receipts) {
        var named = new ArrayList<Uni<Optional<Lead>>>();
        for (var receipt : receipts) {
            named.add(messages.find(
                    receipt.notification().queue(), receipt.notification().msgId()));
            receipt.events().stream()
                    .filter(event -> event.msgId() != null)
                    .forEach(event -> named.add(messages.find(event.queue(), event.msgId())));
        }
        return Multi.createFrom()
                .iterable(named)
                .onItem()
                .transformToUniAndConcatenate(message -> message)
                .filter(lead -> lead.flatMap(Lead::correlationId).isPresent())
                .collect()
                .first()
                .map(lead -> new Lead(
                        lead == null ? Optional.empty() : lead.flatMap(Lead::correlationId), Optional.of(step)));
    }

    private Uni<Timeline> follow(Lead lead) {
        return lead.correlationId()
                .map(id -> follow(new MessageFilter().correlationId(id), lead.step()))
                .orElseGet(() -> lead.step()
                        .map(step -> complete(new Task(null, null, false), Map.of(step.toString(), new Stored())))
                        .orElse(nothing()));
    }

    private record Task(String correlationId, String taskUuid, boolean truncated) {}

    /** What is stored of one step. */
    private static final class Stored {

        private final List<Place> notifications = new ArrayList<>();
        private final List<StoredEvent> events = new ArrayList<>();
    }

    private Uni<Timeline> follow(MessageFilter selection, Optional<UUID> step) {
        return messages.notifications(selection, MAX_STEPS)
                .chain(notifications -> events.search(selection, "", MAX_EVENTS).chain(page -> {
                    var steps = new LinkedHashMap<String, Stored>();
                    String correlationId = null;
                    String taskUuid = null;
                    for (var notification : notifications) {
                        steps.computeIfAbsent(notification.stepUuid(), uuid -> new Stored())
                                .notifications
                                .add(notification.place());
                        correlationId = notification.correlationId();
                        taskUuid = notification.taskUuid();
                    }
                    for (var event : page.events()) {
                        steps.computeIfAbsent(Objects.toString(event.stepUuid(), ""), uuid -> new Stored())
                                .events
                                .add(event.event());
                        correlationId = event.correlationId() == null ? correlationId : event.correlationId();
                        taskUuid = event.taskUuid() == null ? taskUuid : event.taskUuid();
                    }
                    step.ifPresent(uuid -> steps.computeIfAbsent(uuid.toString(), none -> new Stored()));
                    var truncated = notifications.size() >= MAX_STEPS || page.hasMore() || steps.size() > MAX_STEPS;
                    return complete(new Task(correlationId, taskUuid, truncated), steps);
                }));
    }

    /** Adds receipts and what subscribers did. A step without any of it is none. */
    private Uni<Timeline> complete(Task task, Map<String, Stored> steps) {
        return Multi.createFrom()
                .iterable(List.copyOf(steps.entrySet()))
                .select()
                .first(MAX_STEPS)
                .onItem()
                .transformToUni(step -> receipts(step.getKey()).map(receipts -> step(step, receipts)))
                .concatenate(false)
                .filter(step -> !step.receipts().isEmpty()
                        || !step.notifications().isEmpty()
                        || !step.events().isEmpty())
                .collect()
                .asList()
                .map(list -> new Timeline(task.correlationId(), task.taskUuid(), list, task.truncated()));
    }

    private Uni<List<PublicationReceipt>> receipts(String step) {
        return Lead.uuid(step)
                .map(ledger::receipts)
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private Timeline.Step step(Map.Entry<String, Stored> step, List<PublicationReceipt> receipts) {
        var ids = new ArrayList<String>();
        receipts.forEach(receipt -> receipt.events().stream()
                .filter(event -> event.eventId() != null)
                .forEach(event -> ids.add(event.eventId().toString())));
        step.getValue().events.forEach(event -> ids.add(event.eventId()));
        var handled = ids.stream()
                .distinct()
                .flatMap(id -> Lead.uuid(id).stream())
                .flatMap(id -> subscribers.all().stream()
                        .flatMap(subscription -> subscription.recent(id).stream()
                                .map(recent -> new Handled(
                                        id.toString(), subscription.name(), recent.outcome(), recent.at()))))
                .toList();
        return new Timeline.Step(
                step.getKey(), receipts, step.getValue().notifications, step.getValue().events, handled);
    }
}
