package systems.tasker.events.schema.compatibility;

/** Compares a group of keywords in two versions of a schema; stateless. */
interface Rule {

    /**
     * Reports incompatible changes.
     *
     * @param current the active schema of a value
     * @param next the next schema of it
     * @param comparison receives the findings and compares nested values
     */
    void apply(ValueSchema current, ValueSchema next, Comparison comparison);
}
