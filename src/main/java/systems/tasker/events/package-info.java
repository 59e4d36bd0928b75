/**
 * Tasker Domain Events: turns the results of workflow steps into declared domain events. Read the arrows first; a room uses only what is
 * below it.
 *
 * <pre>
 *     rim          ingress   catalogue   context   ledger   queues   bus   stream   metrics   relay   command   embedded   example
 *                      │         │          │       │        │       │      │        │
 *     journey          └─────────┴──────────┴───┬───┴────────┴───────┴──────┴────────┘
 *                                          publication
 *     extension points              publisher     subscriber
 *     declared                          template
 *     vocabulary                step      event      schema      observation      access      connector ─▶ pgmq
 * </pre>
 *
 * <table>
 *   <caption>Rooms and what each uses</caption>
 *   <tr><th>room</th><th>its one sentence</th><th>uses</th></tr>
 *   <tr><td>step</td><td>What a step reports when it ends, and the context it ran in.</td><td></td></tr>
 *   <tr><td>event</td><td>What a domain event is, wherever it travels.</td><td>step</td></tr>
 *   <tr><td>schema</td><td>JSON Schemas compiled once and asked often.</td><td></td></tr>
 *   <tr><td>template</td><td>Which events are declared for which step, read from YAML, checked whole.</td><td>step, event, schema</td></tr>
 *   <tr><td>publisher</td><td>Extension point: turns a step result into an event's payload.</td><td>step, event, template</td></tr>
 *   <tr><td>subscriber</td><td>Extension point: reacts to events inside this process.</td><td>step, event</td></tr>
 *   <tr><td>publication</td><td>The journey of one step result: match, transform, validate, commit, hand on.</td>
 *       <td>step, event, schema, template, publisher, observation</td></tr>
 *   <tr><td>context</td><td>Keeps the contexts of claimed steps until their result comes.</td><td>step, publication, pgmq</td></tr>
 *   <tr><td>ledger</td><td>Accepts results: a row per result, committed together with its messages.</td>
 *       <td>step, event, publication, observation, pgmq</td></tr>
 *   <tr><td>access</td><td>Who may do what: bearer tokens, API keys, roles.</td><td></td></tr>
 *   <tr><td>connector</td><td>Queues of PGMQ as channels of Reactive Messaging.</td><td>observation, pgmq</td></tr>
 *   <tr><td>queues</td><td>Looks into the queues over HTTP, and sends messages back on their way.</td>
 *       <td>step, event, template, publication, observation, access, pgmq</td></tr>
 *   <tr><td>observation</td><td>Tells operators how this instance is.</td><td></td></tr>
 *   <tr><td>pgmq</td><td>PGMQ through the reactive PG client: its functions, typed.</td><td></td></tr>
 *   <tr><td>bus</td><td>The Vert.x event bus, from the journey to the subscribers, one bounded mailbox each.</td>
 *       <td>event, subscriber, publication</td></tr>
 *   <tr><td>stream</td><td>Shows every event of this instance over HTTP as it happens.</td>
 *       <td>step, event, template, publication, access</td></tr>
 *   <tr><td>ingress</td><td>Step results and claims come in over REST or a channel; problems go out.</td>
 *       <td>step, publication, access, connector, observation</td></tr>
 *   <tr><td>catalogue</td><td>Shows what this instance has loaded and discovered.</td>
 *       <td>step, event, schema, template, publisher, subscriber</td></tr>
 *   <tr><td>metrics</td><td>Counts, times and shows what the other rooms report.</td>
 *       <td>event, template, publication, subscriber, observation</td></tr>
 *   <tr><td>relay</td><td>Hands durable events on to Kafka.</td><td>step, connector</td></tr>
 *   <tr><td>command</td><td>The command line: runs the service, or what comes before it: checks and migrations.</td>
 *       <td>step, template, observation</td></tr>
 *   <tr><td>embedded</td><td>A PostgreSQL with PGMQ inside the process, for a first run and for tests.</td><td>pgmq</td></tr>
 *   <tr><td>example</td><td>A publisher for the sample templates.</td><td>step, publisher</td></tr>
 * </table>
 */
package systems.tasker.events;
