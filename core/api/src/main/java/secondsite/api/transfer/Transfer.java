package secondsite.api.transfer;

import java.util.UUID;

/** Paths, headers, content types and limits of the transfer. */
public final class Transfer {

    public static final String DISKS = "/v1/disks";

    /** The sender's epoch. */
    public static final String EPOCH = "Secondsite-Epoch";
    /** First record of a slice. */
    public static final String FIRST = "Secondsite-First";
    /** Last record of a slice. */
    public static final String LAST = "Secondsite-Last";
    /** What checksums were seeded with, as a signed decimal number. */
    public static final String SEED = "Secondsite-Seed";
    /** The last record that checksums know of. */
    public static final String SEQUENCE = "Secondsite-Sequence";

    public static final String BATCHES = "application/vnd.secondsite.batches";
    public static final String CHECKSUMS = "application/vnd.secondsite.checksums";
    public static final String JSON = "application/json";

    /** The largest body, in bytes. */
    public static final int BODY_LIMIT_BYTES = 8 << 20;
    /** The most blocks in one answer with checksums. */
    public static final int CHECKSUM_BLOCKS_LIMIT = 1 << 18;
    /** Length of the parts of a range of which some can be asked for alone, in bytes. */
    public static final int CHECKSUM_PART_BYTES = 64 << 10;
    /** Length of one checksum, in bytes. */
    public static final int CHECKSUM_BYTES = 16;

    private Transfer() {}

    public static String slices(UUID disk) {
        return DISKS + "/" + disk + "/slices";
    }

    public static String position(UUID disk) {
        return DISKS + "/" + disk + "/position";
    }

    public static String copy(UUID disk) {
        return DISKS + "/" + disk + "/copy";
    }

    public static String copyForce(UUID disk) {
        return copy(disk) + "/force";
    }

    public static String copyFinish(UUID disk) {
        return copy(disk) + "/finish";
    }

    public static String checksums(UUID disk) {
        return DISKS + "/" + disk + "/checksums";
    }
}
