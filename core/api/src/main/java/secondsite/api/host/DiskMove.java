package secondsite.api.host;

/**
 * A disk is to be moved while its machine runs.
 *
 * @param to an image that does not exist yet, and is made; or an NBD export of the disk's size, whose content is replaced
 * @param bytesPerSecond at most; 0 for no limit. What the machine writes is not slowed by it
 */
public record DiskMove(String disk, DiskSource to, long bytesPerSecond) {

    public DiskMove {
        Checks.present("disk", disk);
        Checks.present("to", to);
        Checks.range("bytesPerSecond", bytesPerSecond, 0, Long.MAX_VALUE);
    }
}
