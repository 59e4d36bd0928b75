package systems.tasker.events.http;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.MeterNames;

/** Shows how full the intake is. */
@Singleton
class IntakeMeters {

    void register(
            @Observes @Priority(Lifecycle.START_METERS) StartupEvent start, MeterRegistry registry, IntakeGate gate) {
        Gauge.builder(MeterNames.SATURATION, gate, IntakeGate::saturation)
                .description("How full the intake is, from 0 to 1")
                .register(registry);
    }
}
