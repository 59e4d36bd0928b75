/** The program's command line: the service, or what comes before it, checks and migrations. Exit codes and output formats are for pipelines and clusters. */
package systems.tasker.events.cli;
