/**
 * A PostgreSQL with PGMQ inside the process, for a first run and for tests; absent from production builds.
 *
 * <p>It starts when the host in {@code quarkus.datasource.reactive.url} is {@code embedded}; other URLs are used unchanged. The server
 * and its data end with the JVM, however that ends.
 */
package systems.tasker.events.embedded;
