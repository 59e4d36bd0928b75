/** A publisher for the sample templates of {@code deploy/example}; absent from production builds. */
package systems.tasker.events.example;
