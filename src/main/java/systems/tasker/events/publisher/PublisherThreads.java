package systems.tasker.events.publisher;

import java.util.Set;

/**
 * Where publisher classes asked to run, found at build time.
 *
 * @param nonBlocking names of those with {@link io.smallrye.common.annotation.NonBlocking}
 * @param virtual names of those with {@link io.smallrye.common.annotation.RunOnVirtualThread}
 */
record PublisherThreads(Set<String> nonBlocking, Set<String> virtual) {}
