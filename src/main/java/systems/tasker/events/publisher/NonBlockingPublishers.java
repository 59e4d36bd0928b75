package systems.tasker.events.publisher;

import java.util.Set;

/**
 * The publisher classes that asked to run on the event loop, found at build time.
 *
 * @param classes their names
 */
record NonBlockingPublishers(Set<String> classes) {}
