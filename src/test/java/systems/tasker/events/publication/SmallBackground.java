package systems.tasker.events.publication;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.properties.IfBuildProperty;

import systems.tasker.events.fixture.FireAndForgetProfile;

/** Capacity for one running result and one that is queued. */
@IfBuildProperty(name = FireAndForgetProfile.BEANS, stringValue = "true")
class SmallBackground {

    @Produces
    @Singleton
    BackgroundLimits limits() {
        return new BackgroundLimits(1, 1);
    }
}
