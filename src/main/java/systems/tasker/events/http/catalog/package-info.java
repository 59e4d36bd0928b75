/** Shows what this instance has loaded and discovered: templates, publishers, subscribers; and all of it as an AsyncAPI document. */
package systems.tasker.events.http.catalog;
