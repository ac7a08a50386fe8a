package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import secondsite.api.qmp.QmpException;
import secondsite.api.qmp.QmpSilenceException;
import secondsite.engine.file.NoSpaceException;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** What failed, as the caller is told of it. */
final class Refusal {

    private static final Pattern NO_MEMORY = Pattern.compile("Cannot allocate memory|cannot set up guest memory");
    private static final Pattern NO_SPACE = Pattern.compile("No space left on device");
    private static final Pattern NO_NETWORK = Pattern.compile("-netdev|host forwarding rule|bridge helper");
    private static final Pattern NO_DISK = Pattern.compile("-blockdev|Failed to get .* lock|virtio-blk-pci");

    private Refusal() {}

    static HypervisorException of(UUID machine, IOException failure) {
        return new HypervisorException(reason(failure), "machine " + machine + ": " + failure.getMessage(), failure);
    }

    private static Reason reason(IOException failure) {
        return switch (failure) {
            case HypervisorException known -> known.reason();
            case NoSpaceException _ -> Reason.NO_SPACE;
            case QmpSilenceException _ -> Reason.NO_ANSWER;
            case QmpException _ -> Reason.REFUSED;
            case MachineDiedException died -> ofLastWords(died.lastWords());
            default -> Reason.STORAGE;
        };
    }

    private static Reason ofLastWords(String words) {
        if (NO_MEMORY.matcher(words).find()) {
            return Reason.NO_MEMORY;
        }
        if (NO_SPACE.matcher(words).find()) {
            return Reason.NO_SPACE;
        }
        if (NO_NETWORK.matcher(words).find()) {
            return Reason.NO_NETWORK;
        }
        return NO_DISK.matcher(words).find() ? Reason.NO_DISK : Reason.DIED;
    }
}
