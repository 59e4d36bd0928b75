/**
 * The command line: the service, {@code check}, {@code migrate}, {@code doctor}, {@code simulate} and {@code try}. Pipelines rely on exit
 * codes and output formats.
 */
package systems.tasker.events.cli;
