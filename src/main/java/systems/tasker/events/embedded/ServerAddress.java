package systems.tasker.events.embedded;

/** Where a running embedded server listens. */
record ServerAddress(int port) {

    /** The one role the server has; it trusts every local connection, so there is no password. */
    static final String USER = "postgres";

    String host() {
        return "localhost";
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + database;
    }
}
