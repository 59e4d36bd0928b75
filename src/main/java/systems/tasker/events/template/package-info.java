/**
 * Which events are declared for which step, read from YAML task templates and checked whole.
 *
 * <p>Everything declared is checked once, when it is loaded, and all problems are reported together: an operator mends a set of files in one
 * pass. Keys that mean nothing here are ignored; real Tasker templates carry many.
 *
 * <p>What is in force is a {@code TemplateSet}, with all that is remembered about it. {@link TemplateReload} makes another one of changed files
 * and puts it into {@link TemplateCatalog} at one stroke, or says why not.
 */
package systems.tasker.events.template;
