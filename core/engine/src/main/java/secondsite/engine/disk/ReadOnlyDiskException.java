package secondsite.engine.disk;

import java.io.IOException;

/** A write to a disk that only reads. */
public final class ReadOnlyDiskException extends IOException {

    public ReadOnlyDiskException(String disk) {
        super(disk + " is read-only");
    }
}
