package secondsite.engine.disk;

/** A range of a disk, in bytes, and what is known of it without reading. */
public record Extent(long offset, long length, Kind kind) {

    public enum Kind {
        /** Holds data, as far as is known. */
        DATA,
        /** Takes space and reads as zeros. */
        ZERO,
        /** Takes no space and reads as zeros. */
        HOLE
    }

    public Extent {
        if (offset < 0 || length <= 0) {
            throw new IllegalArgumentException("extent at " + offset + " of " + length + " bytes");
        }
    }

    public long end() {
        return offset + length;
    }
}
