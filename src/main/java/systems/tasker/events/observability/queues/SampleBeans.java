package systems.tasker.events.observability.queues;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;

/** The limits of samples; a test that exceeds them with a few messages brings smaller ones. */
@Singleton
class SampleBeans {

    @Produces
    @Singleton
    @DefaultBean
    SampleLimits limits() {
        return SampleLimits.DEFAULT;
    }
}
