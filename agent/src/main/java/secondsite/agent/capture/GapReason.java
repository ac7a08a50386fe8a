package secondsite.agent.capture;

/** Why the spool does not tell all that happened to the disk. */
public enum GapReason {
    /** Nothing is missing. */
    NONE(0, "nothing is missing"),
    /** The spool reached its limit, or the file system it is on its reserve. */
    SPOOL_FULL(1, "the spool is full"),
    /** The spool could not be written or made durable. */
    SPOOL_FAILED(2, "the spool could not be written"),
    /** The machine lost power while writes were under way. */
    POWER_LOSS(3, "power was lost while writes were under way"),
    /** The disk itself failed a write that is in the spool already. */
    DISK_ERROR(4, "the disk failed a write"),
    /** The receiver holds records that this spool never had. */
    RECEIVER_AHEAD(5, "the receiver holds records that this spool never had"),
    /** The receiver misses records that are no longer in the spool. */
    RECEIVER_BEHIND(6, "the receiver misses records that are no longer in the spool"),
    /** What the spool had is damaged. */
    SPOOL_DAMAGED(7, "the spool is damaged"),
    /** The bitmap or the map of activity could not be written, so the whole disk counts as changed. */
    EVIDENCE_LOST(8, "it is not known any more what was written"),
    /** A person asked for a comparison. */
    ORDERED(9, "a comparison was ordered"),
    /** The disk was failed over. */
    FAILED_OVER(10, "the disk was failed over"),
    /** Writes to a tracked device happened of which nobody was told, or may have. */
    WRITES_UNTOLD(11, "writes may have happened that nobody told of"),
    /** A tracked device was taken away, replaced or shrunk. */
    DEVICE_CHANGED(12, "the device is not what it was"),
    /** A guest's QEMU did not bring its writes. */
    NOT_MIRRORED(13, "the guest's writes were not brought for a while"),
    /** A device that the agent did not serve has become larger, and the agent began to capture all of it. */
    DEVICE_GREW(14, "the device has become larger"),
    /** Ranges that were left out are not any more, or others are. */
    LEFT_OUT_CHANGED(15, "other parts of the device are left out than before");

    private final int code;
    private final String words;

    GapReason(int code, String words) {
        this.code = code;
        this.words = words;
    }

    int code() {
        return code;
    }

    /** For messages to people. */
    public String words() {
        return words;
    }

    static GapReason of(int code) {
        for (GapReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("gap reason " + code);
    }
}
