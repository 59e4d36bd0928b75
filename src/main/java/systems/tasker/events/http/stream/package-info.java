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
 * <p>Accepting a result costs one reference more, whatever the readers do: they are written to by timers, so many milliseconds a second and no
 * more. Who falls behind further than the ring reaches is told how many events were passed over.
 */
package systems.tasker.events.http.stream;
