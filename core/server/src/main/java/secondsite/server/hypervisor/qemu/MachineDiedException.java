package secondsite.server.hypervisor.qemu;

import java.io.IOException;

/** A machine's process ended before it answered. */
final class MachineDiedException extends IOException {

    private final String lastWords;

    MachineDiedException(String lastWords) {
        super(lastWords.isEmpty() ? "QEMU ended without a word" : "QEMU ended, and said: " + lastWords);
        this.lastWords = lastWords;
    }

    /** What QEMU said. */
    String lastWords() {
        return lastWords;
    }
}
