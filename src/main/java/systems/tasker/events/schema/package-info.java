/** JSON Schemas compiled once and asked often. The one place that knows which validator does the work. */
package systems.tasker.events.schema;
