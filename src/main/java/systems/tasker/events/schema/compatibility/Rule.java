package systems.tasker.events.schema.compatibility;

/** What a family of keywords may do from one version of a schema to the next; has no state. */
interface Rule {

    /**
     * Reports what is incompatible.
     *
     * @param inForce what is said about a value today
     * @param next what is to be said about it
     * @param comparison takes the findings, and compares the values inside
     */
    void apply(ValueSchema inForce, ValueSchema next, Comparison comparison);
}
