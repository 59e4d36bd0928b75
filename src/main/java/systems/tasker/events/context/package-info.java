/** Keeps the contexts of claimed steps until their result comes: a table is the truth, a bounded cache in front of it is the speed. */
package systems.tasker.events.context;
