package secondsite.engine.segment;

/** What a range of a disk holds after a record. */
public enum ContentKind {
    DATA(1), ZERO(2), TRIM(3);

    private final int code;

    ContentKind(int code) {
        this.code = code;
    }

    /** The byte that stands for this kind in an index. */
    int code() {
        return code;
    }

    /** The kind of a byte of an index; null when there is none. */
    static ContentKind of(int code) {
        return code >= 1 && code <= 3 ? values()[code - 1] : null;
    }
}
