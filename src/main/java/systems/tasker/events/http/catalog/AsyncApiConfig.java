package systems.tasker.events.http.catalog;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What the AsyncAPI document says of the operator of this service, who alone knows it. */
@ConfigMapping(prefix = "tasker.asyncapi")
interface AsyncApiConfig {

    /** Host and port of the queues' PostgreSQL as consumers reach it, such as `db.example.com:5432`; without it, a variable. */
    Optional<String> host();

    Contact contact();

    License license();

    /** The people whom consumers ask. */
    interface Contact {

        /** Name of the team that consumers of the events ask. */
        Optional<String> name();

        /** Address of its page. */
        Optional<String> url();

        /** Its e-mail address. */
        Optional<String> email();
    }

    /** On which terms the events may be consumed. */
    interface License {

        /** Name of the licence or terms under which the events may be consumed. */
        Optional<String> name();

        /** Address of its text; needs the name. */
        Optional<String> url();
    }
}
