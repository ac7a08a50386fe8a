package secondsite.agent.os;

import java.io.IOException;
import java.io.InputStream;

/** What a process has said so far, read without waiting for more. */
final class Channel {

    private Channel() {}

    /** Reads what is there. @return how many bytes */
    static int available(InputStream said, byte[] into) {
        try {
            return Math.max(0, said.read(into, 0, Math.min(said.available(), into.length)));
        } catch (IOException _) {
            // It has just ended, and Java takes over what it said last: the next look finds that.
            return 0;
        }
    }
}
