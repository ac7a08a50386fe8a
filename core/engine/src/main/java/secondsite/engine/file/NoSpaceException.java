package secondsite.engine.file;

import java.io.IOException;

/** Where a file lies, no space is left, or none that this user may take. */
public final class NoSpaceException extends IOException {

    public NoSpaceException(String place, String reason) {
        super(place + ": " + reason + "; make room there, or choose a larger place");
    }
}
