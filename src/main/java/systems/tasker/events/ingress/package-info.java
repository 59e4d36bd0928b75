/** Step results and claims come in over HTTP or a channel; receipts and problems go out. */
package systems.tasker.events.ingress;
