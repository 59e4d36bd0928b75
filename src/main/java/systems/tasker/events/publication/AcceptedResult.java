package systems.tasker.events.publication;

/**
 * A result that was accepted earlier.
 *
 * @param bodyDigest the digest of its body
 * @param receipt what its sender was told
 */
public record AcceptedResult(String bodyDigest, PublicationReceipt receipt) {}
