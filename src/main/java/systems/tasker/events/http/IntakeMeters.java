package systems.tasker.events.http;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import systems.tasker.events.observability.MeterNames;

/** Shows how full the intake is. */
@Singleton
class IntakeMeters {

    void register(@Observes StartupEvent start, MeterRegistry registry, IntakeGate gate) {
        Gauge.builder(MeterNames.SATURATION, gate, IntakeGate::saturation)
                .description("How full the intake is, from 0 to 1")
                .register(registry);
    }
}
