package systems.tasker.events.http.deadletters;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;

/** The limits of the batches; a test that needs several batches of a few messages brings smaller ones. */
@Singleton
class ResendBeans {

    @Produces
    @Singleton
    @DefaultBean
    ResendLimits limits() {
        return ResendLimits.DEFAULT;
    }
}
