/**
 * Tasker Domain Events: turns the results of workflow steps into declared domain events. A package uses only packages below it.
 *
 * <pre>
 *     adapters             http          messaging       postgres.ledger     bus     observability.*     cli     embedded
 *                       (access,        (results,              │             │             │
 *                        results,        relay)                │             │             │
 *                        catalog …)        │                   │             │             │
 *                           └──────────────┴─────────┬─────────┴─────────────┴─────────────┘
 *     core                       simulation ─▶ publication ─▶ publication.store
 *     extension points                 publisher        subscriber
 *     declarations                     template.queues ─▶ template ─▶ template.yaml       schema, schema.compatibility
 *     vocabulary                       event ─▶ step ─▶ json       queue
 *     infrastructure                   messaging.connector ─▶ postgres.pgmq       observability
 *                                      postgres.server, postgres.doctor, postgres.health, postgres.inbox, postgres.recorded, postgres.retention
 * </pre>
 *
 * <p>Adapters are used by no other package. What the endpoints share is in {@code http} itself; {@code postgres.pgmq}, {@code
 * messaging.connector} and {@code observability} are the infrastructure that adapters share.
 *
 * <table>
 *   <caption>Packages and what each uses</caption>
 *   <tr><th>package</th><th>responsibility</th><th>uses</th></tr>
 *   <tr><td>json</td><td>JSON as it travels: exact numbers, limits, input problems with JSON pointers.</td><td></td></tr>
 *   <tr><td>step</td><td>The step result, its execution context and its outcome.</td><td>json</td></tr>
 *   <tr><td>event</td><td>The domain event: its JSON, names, patterns, delivery modes, ordering keys.</td><td>json, step</td></tr>
 *   <tr><td>queue</td><td>Names of queues and their tables, headers of messages: what PGMQ prescribes.</td><td></td></tr>
 *   <tr><td>schema</td><td>Payload validation with JSON Schema, within a budget.</td><td>json</td></tr>
 *   <tr><td>schema.compatibility</td><td>Whether consumers of one schema version can read the next.</td><td>json</td></tr>
 *   <tr><td>template</td><td>Declared events: reading, validation, reload.</td>
 *       <td>event, json, observability, queue, schema, schema.compatibility, step, template.yaml</td></tr>
 *   <tr><td>template.yaml</td><td>YAML documents with the lines and spelling of their values, and their conversion.</td>
 *       <td>json</td></tr>
 *   <tr><td>template.queues</td><td>The queues that declared events need: planned, and created at a reload.</td><td>event, queue, template</td></tr>
 *   <tr><td>publisher</td><td>Extension point: turns a step result into an event's payload.</td><td>event, schema, step, template</td></tr>
 *   <tr><td>subscriber</td><td>Extension point: reacts to events inside this process.</td><td>event, json, step</td></tr>
 *   <tr><td>publication</td><td>The journey of one step result: match, transform, validate, commit, dispatch.</td>
 *       <td>event, json, observability, publication.store, publisher, schema, step, template, template.queues</td></tr>
 *   <tr><td>publication.store</td><td>What the journey asks of the database: results, receipts, claimed contexts.</td>
 *       <td>event, queue, schema, step, template</td></tr>
 *   <tr><td>simulation</td><td>What other templates and publishers would make of recorded results: compares, publishes nothing.</td>
 *       <td>event, json, publication, publisher, schema, step, template</td></tr>
 *   <tr><td>observability</td><td>Shared parts: start and stop order, periodic tasks, progress of channels, removed settings, status
 *       reasons, meter names, log throttling.</td><td></td></tr>
 *   <tr><td>observability.metrics</td><td>Meters and statistics of the journey and the subscribers.</td>
 *       <td>event, observability, publication, publication.store, subscriber, template</td></tr>
 *   <tr><td>observability.queues</td><td>Monitoring of the queues: depth, age, dead letters, vacuum horizon.</td>
 *       <td>observability, postgres.pgmq, postgres.server, queue</td></tr>
 *   <tr><td>observability.status</td><td>The status of this instance and its liveness.</td><td>observability</td></tr>
 *   <tr><td>postgres.pgmq</td><td>PGMQ through the reactive PG client: its functions, typed; errors, connections, notifications.</td>
 *       <td>json, observability, queue</td></tr>
 *   <tr><td>postgres.server</td><td>What the database server promises, polled: its role, whether it can write, its replication; what is stuck in it.</td>
 *       <td>observability, postgres.pgmq</td></tr>
 *   <tr><td>postgres.doctor</td><td>Diagnosis: read-only checks of database, queues and templates, with evidence and fix.</td>
 *       <td>postgres.pgmq, postgres.server, queue, template, template.queues</td></tr>
 *   <tr><td>postgres.ledger</td><td>Accepted results, committed together with their messages; contexts of claimed steps.</td>
 *       <td>event, json, observability, postgres.health, postgres.pgmq, postgres.server, publication, publication.store, queue, step, template.queues</td></tr>
 *   <tr><td>postgres.health</td><td>Whether the database is prepared and commits succeed: health checks, causes of rejections.</td>
 *       <td>postgres.pgmq, postgres.server, publication.store</td></tr>
 *   <tr><td>postgres.inbox</td><td>The optional inbox of consumers: each event has its effect once per consumer.</td>
 *       <td>observability, postgres.pgmq</td></tr>
 *   <tr><td>postgres.retention</td><td>How long archives keep messages, and their deletion after that.</td>
 *       <td>observability, postgres.pgmq, queue</td></tr>
 *   <tr><td>postgres.recorded</td><td>The results that came in earlier, put together from accepted results and messages.</td>
 *       <td>event, json, postgres.pgmq, publication.store, queue, simulation</td></tr>
 *   <tr><td>bus</td><td>In-process delivery: the Vert.x event bus and one bounded mailbox per subscriber.</td>
 *       <td>event, observability, publication, subscriber</td></tr>
 *   <tr><td>messaging.connector</td><td>The Reactive Messaging connector {@code smallrye-pgmq}.</td>
 *       <td>json, observability, postgres.pgmq, queue</td></tr>
 *   <tr><td>messaging.results</td><td>The channel that step results arrive on.</td>
 *       <td>json, messaging.connector, observability, publication, publication.store</td></tr>
 *   <tr><td>messaging.relay</td><td>Relays durable events to Kafka.</td><td>event, json, messaging.connector, observability</td></tr>
 *   <tr><td>http</td><td>Shared HTTP parts: request bodies and their limits, callers, parameters, problem details.</td>
 *       <td>event, json, observability, publication.store, template</td></tr>
 *   <tr><td>http.access</td><td>Authentication and authorization: bearer tokens, API keys, roles.</td><td>http, json</td></tr>
 *   <tr><td>http.results</td><td>Step results, batches, claims and previews over REST.</td>
 *       <td>event, http, json, observability, publication, publication.store, publisher, schema, step, template</td></tr>
 *   <tr><td>http.deadletters</td><td>Dead letters: list, redrive, discard; replay of archived events.</td>
 *       <td>http, json, postgres.pgmq, postgres.retention, publication.store, queue, template</td></tr>
 *   <tr><td>http.doctor</td><td>The diagnosis of the installation over REST.</td>
 *       <td>http, postgres.doctor, postgres.pgmq, publication.store</td></tr>
 *   <tr><td>http.simulation</td><td>Simulations over REST: recorded results with the templates of a request.</td>
 *       <td>event, http, json, postgres.recorded, publication.store, publisher, simulation, step, template</td></tr>
 *   <tr><td>http.search</td><td>Finds events in queues, archives and dead letters: one, those of a task, what blocks an ordering key.</td>
 *       <td>event, http, json, postgres.pgmq, postgres.retention, publication.store, queue, subscriber, template, template.queues</td></tr>
 *   <tr><td>http.catalog</td><td>Loaded templates, publishers, subscribers; AsyncAPI; validation and reload.</td>
 *       <td>event, http, json, publisher, queue, schema, subscriber, template</td></tr>
 *   <tr><td>http.stream</td><td>The live tail of events over server-sent events.</td>
 *       <td>event, http, json, publication, schema, step, template</td></tr>
 *   <tr><td>http.console</td><td>The console: a page for operators, which uses the REST API.</td><td>json</td></tr>
 *   <tr><td>cli</td><td>The command line: {@code check}, {@code migrate}, {@code doctor}, {@code simulate}, or the service.</td>
 *       <td>json, observability, postgres.doctor, postgres.pgmq, postgres.recorded, publication.store, publisher, simulation, step,
 *       template</td></tr>
 *   <tr><td>embedded</td><td>An embedded PostgreSQL with PGMQ for a first run and for tests; absent from production builds.</td>
 *       <td>postgres.pgmq</td></tr>
 * </table>
 */
package systems.tasker.events;
