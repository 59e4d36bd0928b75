package systems.tasker.events.http.catalog;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.publisher.RegisteredPublisher;

/** A publisher that templates may name. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record PublisherView(String name, String className, boolean nonBlocking) {

    static PublisherView of(RegisteredPublisher publisher) {
        return new PublisherView(publisher.name(), publisher.className(), publisher.isNonBlocking());
    }
}
