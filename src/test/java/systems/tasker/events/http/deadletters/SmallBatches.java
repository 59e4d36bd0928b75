package systems.tasker.events.http.deadletters;

import java.time.Duration;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.properties.IfBuildProperty;

import systems.tasker.events.fixture.TightLimits;

/** Limits that a few messages exceed. */
@IfBuildProperty(name = TightLimits.BEANS, stringValue = "true")
class SmallBatches {

    @Produces
    @Singleton
    ResendLimits limits() {
        return new ResendLimits(2, 3, 7, Duration.ofSeconds(2));
    }
}
