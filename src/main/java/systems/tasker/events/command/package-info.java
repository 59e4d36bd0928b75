/** The program's command line: the service, or a check of templates that starts none. Exit codes and output formats are for pipelines. */
package systems.tasker.events.command;
