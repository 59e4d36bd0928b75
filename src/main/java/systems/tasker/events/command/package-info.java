/** The program's command line: the service, or what comes before it. Exit codes are for pipelines and clusters. */
package systems.tasker.events.command;
