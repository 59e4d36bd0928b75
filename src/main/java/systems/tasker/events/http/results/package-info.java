/**
 * Step results and claims over REST: submissions in, receipts out.
 */
package systems.tasker.events.http.results;
