/** The diagnosis of the installation over REST. */
package systems.tasker.events.http.doctor;
