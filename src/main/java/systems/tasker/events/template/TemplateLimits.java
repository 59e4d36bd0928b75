package systems.tasker.events.template;

/**
 * How much is read.
 *
 * @param maxFiles files
 * @param maxFileSize bytes of one of them
 */
record TemplateLimits(int maxFiles, long maxFileSize) {

    static final String DEFAULT_MAX_FILES = "20000";
    static final String DEFAULT_MAX_FILE_SIZE = "1M";

    /** Those of a service whose operator has set no others. */
    static final TemplateLimits DEFAULT = new TemplateLimits(Integer.parseInt(DEFAULT_MAX_FILES), 1 << 20);
}
