package secondsite.server.hypervisor.qemu;

import java.io.IOException;

/** QEMU did not answer in time. */
final class QmpSilenceException extends IOException {

    QmpSilenceException(String message) {
        super(message);
    }
}
