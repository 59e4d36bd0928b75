/**
 * The events declared for each step, read and validated from YAML task templates.
 *
 * <p>All declarations are validated once, at load, and all problems are reported together, so that an operator can fix them in one pass.
 * Unknown keys are ignored; real Tasker templates have many.
 *
 * <p>The active templates are a {@code TemplateSet}. {@link TemplateReload} creates another one from changed files and activates it in
 * {@link TemplateCatalog} atomically, or reports why not.
 */
package systems.tasker.events.template;
