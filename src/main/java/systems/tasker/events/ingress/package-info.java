/** Step results and claims come in over HTTP; receipts and problems go out. */
package systems.tasker.events.ingress;
