package secondsite.server.hypervisor.qemu;

import java.io.IOException;

/** QEMU refused a command. */
final class QmpException extends IOException {

    private final String kind;
    private final String description;

    QmpException(String command, String kind, String description) {
        super("QEMU refused " + command + ": " + description);
        this.kind = kind;
        this.description = description;
    }

    /** QEMU's own class of the error, such as {@code GenericError}. */
    String kind() {
        return kind;
    }

    /** What QEMU said. */
    String description() {
        return description;
    }
}
