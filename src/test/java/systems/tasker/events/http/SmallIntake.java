package systems.tasker.events.http;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.properties.IfBuildProperty;

import systems.tasker.events.fixture.HeldCommits;

/** Bytes that two results exceed. */
@IfBuildProperty(name = HeldCommits.BEANS, stringValue = "true")
class SmallIntake {

    @Produces
    @Singleton
    IntakeGate gate() {
        return new IntakeGate(HeldCommits.MAX_REQUESTS, HeldCommits.MAX_BYTES);
    }
}
