package secondsite.api.qmp;

import java.io.IOException;

/** QEMU refused a command. */
public final class QmpException extends IOException {

    private static final long serialVersionUID = 1;

    private final String kind;
    private final String description;

    public QmpException(String command, String kind, String description) {
        super("QEMU refused " + command + ": " + description);
        this.kind = kind;
        this.description = description;
    }

    /** QEMU's own class of the error, such as {@code GenericError}. */
    public String kind() {
        return kind;
    }

    /** What QEMU said. */
    public String description() {
        return description;
    }
}
