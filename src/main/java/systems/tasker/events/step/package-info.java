/**
 * What a step reports when it ends, and the context it ran in.
 *
 * <p>Both arrive as JSON from workers in many languages. The types here check what the service itself relies on and carry everything else
 * through untouched, so that a publisher can read a field this project has never heard of.
 */
package systems.tasker.events.step;
