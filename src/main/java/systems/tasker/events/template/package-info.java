/**
 * Which events are declared for which step, read from YAML task templates and checked whole.
 *
 * <p>Everything declared is checked once, when it is loaded, and all problems are reported together: an operator mends a set of files in one
 * pass. Keys that mean nothing here are ignored; real Tasker templates carry many.
 */
package systems.tasker.events.template;
