package systems.tasker.events.observability.queues;

import java.time.Duration;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.properties.IfBuildProperty;

import systems.tasker.events.fixture.TightLimits;

/** Limits that a few messages exceed. */
@IfBuildProperty(name = TightLimits.BEANS, stringValue = "true")
class SmallSamples {

    @Produces
    @Singleton
    SampleLimits limits() {
        return new SampleLimits(Duration.ofSeconds(3), 5, 1_000);
    }
}
