/**
 * YAML as templates use it: a document with the lines of its nodes, typed by YAML 1.2, and its conversion with problems per path.
 */
package systems.tasker.events.template.yaml;
