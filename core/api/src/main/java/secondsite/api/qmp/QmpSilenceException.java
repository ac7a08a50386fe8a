package secondsite.api.qmp;

import java.io.IOException;

/** QEMU did not answer in time. */
public final class QmpSilenceException extends IOException {

    private static final long serialVersionUID = 1;

    public QmpSilenceException(String message) {
        super(message);
    }
}
