/**
 * Shows every event of this instance over HTTP as it happens.
 *
 * <pre>
 *     a result is committed ─▶ ring: the last events, each with its sequence
 *                                ▲           ▲           ▲
 *                              reader      reader      reader     a position in the ring, a filter, a socket
 *                                └───────────┴───────────┘
 *                              rounds of one event loop: in turn, as far as each socket takes more, within a share of the loop's time
 * </pre>
 *
 * <p>Accepting a result costs one more reference, independent of the readers: timers write to them, for a limited share of each second.
 * A reader that falls behind the ring gets the number of events that it missed.
 */
package systems.tasker.events.http.stream;
