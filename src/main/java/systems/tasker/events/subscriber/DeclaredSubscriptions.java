package systems.tasker.events.subscriber;

import java.util.Map;

/**
 * The patterns of {@link SubscribesTo}, found at build time.
 *
 * @param patterns patterns joined by blanks, by the name of the annotated class
 */
record DeclaredSubscriptions(Map<String, String> patterns) {}
