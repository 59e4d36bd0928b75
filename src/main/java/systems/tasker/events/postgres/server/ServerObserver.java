package systems.tasker.events.postgres.server;

/** Receives the result of each poll of the server; every bean of this type. */
@FunctionalInterface
public interface ServerObserver {

    /** Called on an event loop, for every poll that succeeds: must not block. */
    void polled(ServerState server);
}
