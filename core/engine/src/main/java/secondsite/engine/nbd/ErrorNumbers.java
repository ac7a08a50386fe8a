package secondsite.engine.nbd;

import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.file.NoSpaceException;

/** What a client is told of a failure. */
final class ErrorNumbers {

    private ErrorNumbers() {}

    static int of(Throwable failure) {
        return switch (failure) {
            case NoSpaceException e -> Nbd.ENOSPC;
            case ReadOnlyDiskException e -> Nbd.EPERM;
            case IllegalArgumentException e -> Nbd.EINVAL;
            case IndexOutOfBoundsException e -> Nbd.EINVAL;
            case OutOfMemoryError e -> Nbd.ENOMEM;
            default -> Nbd.EIO;
        };
    }
}
