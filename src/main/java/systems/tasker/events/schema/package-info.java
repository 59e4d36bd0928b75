/**
 * JSON Schemas compiled once and asked often, and told apart when one is to follow another. The one place that knows which validator does the
 * work.
 */
package systems.tasker.events.schema;
