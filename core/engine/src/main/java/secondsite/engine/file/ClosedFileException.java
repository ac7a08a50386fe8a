package secondsite.engine.file;

import java.nio.channels.ClosedChannelException;

/** A file was used after it was closed; the message names it. */
public final class ClosedFileException extends ClosedChannelException {

    private static final long serialVersionUID = 1;

    private final String place;

    public ClosedFileException(String place) {
        this.place = place;
    }

    @Override
    public String getMessage() {
        return place + " is closed";
    }
}
