package secondsite.engine.segment;

/**
 * What a mark stands for. Between {@link #RESYNC_BEGINS} and {@link #RESYNC_ENDED} no record is a recovery point: a disk is being compared, or one
 * that is only tracked is read in a round.
 */
public enum MarkKind {
    CRASH_CONSISTENT(1), APP_CONSISTENT(2), GROUP(3), BOOKMARK(4), RESYNC_BEGINS(5), RESYNC_ENDED(6);

    private final int code;

    MarkKind(int code) {
        this.code = code;
    }

    /** The byte that stands for this kind in a mark's data. */
    public int code() {
        return code;
    }

    /** The kind of a byte of a mark's data; null when there is none. */
    public static MarkKind of(int code) {
        return code >= 1 && code <= values().length ? values()[code - 1] : null;
    }
}
