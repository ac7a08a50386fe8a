package secondsite.agent.inventory;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.os.MachineFacts;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.SystemFacts;

/** Looks at the machine. The same machine gives the same inventory each time. */
public final class Inventory {

    private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
    private static final int MOST_NICS = 64;
    private static final int MOST_ADDRESSES = 32;

    private final MachineFacts machine;
    private final Supplier<List<DiskFacts>> disks;
    private final Supplier<Optional<SystemFacts>> system;

    /**
     * @param disks  those that the agent serves now
     * @param system what was seen of it last
     */
    public Inventory(MachineFacts machine, Supplier<List<DiskFacts>> disks, Supplier<Optional<SystemFacts>> system) {
        this.machine = machine;
        this.disks = disks;
        this.system = system;
    }

    public MachineInventory now() {
        return new MachineInventory(machine.hostName(), machine.operatingSystem(), machine.memoryBytes(),
                Runtime.getRuntime().availableProcessors(), disks.get(), nics(),
                system.get().orElse(null));
    }

    /** Interfaces with an address of their own on a network, by name; none where the platform does not tell. */
    private static List<NicFacts> nics() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            var nics = new ArrayList<NicFacts>();
            for (NetworkInterface each : all.sorted(Comparator.comparing(NetworkInterface::getName)).toList()) {
                if (!each.isLoopback() && each.getHardwareAddress() != null && nics.size() < MOST_NICS) {
                    nics.add(new NicFacts(each.getName(), mac(each.getHardwareAddress()), addresses(each)));
                }
            }
            return nics;
        } catch (SocketException e) {
            LOG.debug("the network interfaces cannot be told", e);
            return List.of();
        }
    }

    private static String mac(byte[] address) {
        return HexFormat.ofDelimiter(":").formatHex(address);
    }

    private static List<String> addresses(NetworkInterface nic) {
        return nic.getInterfaceAddresses().stream().map(InterfaceAddress::getAddress).map(InetAddress::getHostAddress)
                .map(address -> address.replaceAll("%.*", "")).sorted().limit(MOST_ADDRESSES).toList();
    }
}
