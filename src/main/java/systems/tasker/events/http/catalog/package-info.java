/** What this instance has loaded and discovered: templates, publishers and subscribers, also as an AsyncAPI document. */
package systems.tasker.events.http.catalog;
