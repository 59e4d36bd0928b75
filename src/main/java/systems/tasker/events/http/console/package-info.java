/**
 * Serves the console: the page in {@code src/main/webui}, which the build puts into the jar below {@code META-INF/resources/console}. It holds no
 * data: what it shows and does goes through the REST API, with the roles of its user.
 */
package systems.tasker.events.http.console;
