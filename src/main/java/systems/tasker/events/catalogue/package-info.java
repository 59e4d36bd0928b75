/** Shows what this instance has loaded and discovered: templates, publishers, subscribers. */
package systems.tasker.events.catalogue;
