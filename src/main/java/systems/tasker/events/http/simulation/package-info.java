/** Simulations over REST: recorded results with the templates of a request. */
package systems.tasker.events.http.simulation;
