package secondsite.agent.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which run of the machine this is. Two processes with the same id saw the same memory pages: what one wrote and was killed after, the
 * other reads.
 */
public final class BootId {

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** The id; where the platform does not tell, one that no other run has, so that the careful way is taken. */
    public static UUID current() throws IOException {
        if (!Files.isReadable(LINUX)) {
            return UUID.randomUUID();
        }
        return UUID.fromString(Files.readString(LINUX, StandardCharsets.US_ASCII).strip());
    }
}
