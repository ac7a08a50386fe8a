package secondsite.engine.segment;

import java.io.IOException;

/** Bytes that are not what was written: where they are and what is wrong with them. Never a reason to try again. */
public final class DamagedException extends IOException {

    private final String place;
    private final long position;

    public DamagedException(String place, long position, String what) {
        super(place + " at " + position + ": " + what);
        this.place = place;
        this.position = position;
    }

    public String place() {
        return place;
    }

    /** Where in the file the damage begins, in bytes. */
    public long position() {
        return position;
    }
}
