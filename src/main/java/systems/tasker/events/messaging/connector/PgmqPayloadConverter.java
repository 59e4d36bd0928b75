package systems.tasker.events.messaging.connector;

import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Lets a channel's method ask for its payload as {@code byte[]}, {@code JsonNode} or {@code JsonObject} instead of the JSON text. */
@ApplicationScoped
class PgmqPayloadConverter implements MessageConverter {

    @Override
    public boolean canConvert(Message<?> message, Type target) {
        return message.getMetadata(IncomingPgmqMetadata.class).isPresent()
                && message.getPayload() instanceof String
                && target instanceof Class<?> type
                && JsonPayload.canBe(type);
    }

    @Override
    public Message<?> convert(Message<?> message, Type target) {
        return message.withPayload(JsonPayload.of((String) message.getPayload(), (Class<?>) target));
    }
}
