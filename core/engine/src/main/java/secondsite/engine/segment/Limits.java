package secondsite.engine.segment;

/** Bounds on everything that a length field can say; the last table of FORMAT.md. All in bytes unless the name says otherwise. */
public final class Limits {

    public static final int RECORD_DATA_BYTES = 1 << 20;
    public static final int RANGE_BYTES = 1 << 30;
    public static final int MARK_BYTES = 1 << 10;
    public static final int BATCH_BYTES = 4 << 20;
    public static final int BATCH_RECORDS = 1 << 16;
    public static final long SEGMENT_BYTES = 1L << 30;
    public static final long DISK_BYTES = 1L << 46;

    private Limits() {}
}
