package secondsite.agent.capture;

/** Where the evidence of a write goes. {@link Situation} says what leads from one to another. */
public enum CaptureState {
    /** Into the spool, and everything before is there too. */
    LOGGING(1),
    /** Into the bitmap: the spool cannot take it, or lacks something. */
    RESYNC_REQUIRED(2),
    /** Into the spool again, while what the bitmap names is being compared with the replica. */
    RESYNCING(3),
    /** Nowhere: the disk was failed over, its writes are refused. */
    FENCED(4),
    /** Nowhere: the disk is served and not protected. */
    UNPROTECTED(5);

    private final int code;

    CaptureState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether writes are records in the spool. */
    public boolean logs() {
        return this == LOGGING || this == RESYNCING;
    }

    static CaptureState of(int code) {
        for (CaptureState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("capture state " + code);
    }
}
