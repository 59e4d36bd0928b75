package systems.tasker.events.storm;

import java.util.concurrent.CountDownLatch;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.properties.IfBuildProperty;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;

/** Does what the result of the step tells it to: throw, veto, or wait at a gate that a test closes. */
@IfBuildProperty(name = "storm.beans", stringValue = "true")
@Singleton
public class StormPublisher extends BasePublisher {

    private volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public JsonNode transformPayload(StepEventContext context) {
        if (context.result().has("throw")) {
            throw new IllegalStateException("as the step says");
        }
        try {
            gate.await();
        } catch (InterruptedException overrun) {
            Thread.currentThread().interrupt();
        }
        return context.result();
    }

    @Override
    public boolean beforePublish(DomainEvent event) {
        return !event.businessPayload().has("veto");
    }

    public void closeGate() {
        gate = new CountDownLatch(1);
    }

    public void openGate() {
        gate.countDown();
    }
}
