package systems.tasker.events.postgres.server;

/** Is told what each poll of the server found; every bean of this type. */
@FunctionalInterface
public interface ServerObserver {

    /** Called on an event loop, for every poll that succeeds: must not block. */
    void polled(ServerState server);
}
