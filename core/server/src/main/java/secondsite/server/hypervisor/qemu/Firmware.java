package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import secondsite.engine.file.Folder;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** UEFI: a program that all machines share, and variables of each machine's own. */
final class Firmware {

    /** In the machine's folder. */
    static final String VARIABLES = "firmware-variables";

    private static final String CODE = "OVMF_CODE_4M.fd";
    private static final String EMPTY_VARIABLES = "OVMF_VARS_4M.fd";

    private Firmware() {}

    static Path code(Host host) {
        return host.firmware().resolve(CODE);
    }

    /** The machine has variables afterwards: its old ones, or empty ones. */
    static void provide(Folder folder, Host host) throws IOException {
        Path empty = host.firmware().resolve(EMPTY_VARIABLES);
        if (!Files.isReadable(code(host)) || !Files.isReadable(empty)) {
            throw new HypervisorException(Reason.NOT_INSTALLED,
                    code(host)
                            + " is not on this host, and machines that boot by UEFI need it; on Debian: apt-get install ovmf");
        }
        if (!folder.exists(VARIABLES)) {
            String next = VARIABLES + ".new";
            folder.delete(next);
            try (var file = folder.create(next)) {
                file.write(ByteBuffer.wrap(Files.readAllBytes(empty)), 0);
                file.force();
            }
            folder.rename(next, VARIABLES);
            folder.force();
        }
    }
}
