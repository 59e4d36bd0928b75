/**
 * The test kit: runs a declaration and its publisher through the real journey, without a server and within milliseconds.
 *
 * <p>Start at {@link systems.tasker.events.test.Journey}; {@link systems.tasker.events.test.PublishedEvents} is for tests of the whole
 * application. Its assertions throw {@link java.lang.AssertionError} by themselves, so that it goes with any test framework.
 */
package systems.tasker.events.test;
