package systems.tasker.events.subscriber;

import java.util.Map;
import java.util.Set;

/**
 * What annotations say of subscribers, found at build time.
 *
 * @param patterns the patterns of {@link SubscribesTo}, joined by blanks, by the name of the annotated class
 * @param onVirtualThreads the names of bean classes with {@link io.smallrye.common.annotation.RunOnVirtualThread}
 */
record DeclaredSubscriptions(Map<String, String> patterns, Set<String> onVirtualThreads) {}
