package systems.tasker.events.storm;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.inject.Singleton;

import io.quarkus.arc.properties.IfBuildProperty;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.BaseSubscriber;

/** Remembers what it heard. */
@IfBuildProperty(name = "storm.beans", stringValue = "true")
@Singleton
public class StormSubscriber extends BaseSubscriber {

    private final Queue<DomainEvent> heard = new ConcurrentLinkedQueue<>();

    @Override
    public void handle(DomainEvent event) {
        heard.add(event);
    }

    /** The ids of the events of a step, in the order they came. */
    public List<String> heardOf(String stepUuid) {
        return heard.stream()
                .filter(event -> event.metadata().stepUuid().toString().equals(stepUuid))
                .map(event -> event.eventId().toString())
                .toList();
    }
}
