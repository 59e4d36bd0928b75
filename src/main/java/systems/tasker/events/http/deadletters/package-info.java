/**
 * Looks into the queues over HTTP, and sends messages back on their way.
 *
 * <p>Looking changes nothing. A dead letter goes back to the queue it came from, in one statement, so that it is in one of the two at any
 * time; a replayed event is a copy of what its queue's archive keeps. Nothing is deleted: what is discarded is archived.
 */
package systems.tasker.events.http.deadletters;
