package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.CardNetwork;

/**
 * What the machine that all machines run on has.
 *
 * @param searchPath as of {@code PATH}
 * @param memory as of {@code /proc/meminfo}
 * @param kvm as of {@code /dev/kvm}
 * @param networks as of {@code /sys/class/net}
 * @param firmware the folder of the programs that UEFI is
 */
record Host(String searchPath, Path memory, Path kvm, Path networks, Path firmware) {

    private static final String FREE_MEMORY = "MemAvailable:";

    static Host here() {
        return new Host(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), Path.of("/proc/meminfo"),
                Path.of("/dev/kvm"), Path.of("/sys/class/net"), Path.of("/usr/share/OVMF"));
    }

    boolean hasKvm() {
        return Files.isReadable(kvm) && Files.isWritable(kvm);
    }

    /** Where a program is. @param debian the package that has it */
    Path program(String name, String debian) throws HypervisorException {
        return candidates(name).filter(Files::isExecutable).findFirst().orElseThrow(() -> new HypervisorException(
                Reason.NOT_INSTALLED,
                name + " is not installed on this host; on Debian: apt-get install " + debian));
    }

    private Stream<Path> candidates(String name) {
        return name.indexOf('/') >= 0
                ? Stream.of(Path.of(name))
                : Arrays.stream(searchPath.split(":")).filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name));
    }

    /** Refuses what would not find room; that memory may still be taken by somebody else meanwhile is in the nature of things. */
    void check(MachineSpecification specification) throws IOException {
        long free = freeMebibytes().orElse(Long.MAX_VALUE);
        if (specification.memoryMebibytes() > free) {
            throw new HypervisorException(Reason.NO_MEMORY, "machine '" + specification.name() + "' wants "
                    + specification.memoryMebibytes() + " MiB of memory, and this host has " + free
                    + " MiB left: stop other machines, or give it less");
        }
        for (var card : specification.cards()) {
            if (card.network() instanceof CardNetwork.Bridge bridge
                    && !Files.isDirectory(networks.resolve(bridge.name()).resolve("bridge"))) {
                throw new HypervisorException(Reason.NO_NETWORK, "this host has no bridge '" + bridge.name()
                        + "' for the card " + card.mac() + " of machine '" + specification.name() + "'");
            }
        }
    }

    /** 0 where it is not told. */
    long freeMemoryBytes() throws IOException {
        return freeMebibytes().orElse(0L) << 20;
    }

    private Optional<Long> freeMebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(memory)) {
            return lines.filter(line -> line.startsWith(FREE_MEMORY)).findFirst()
                    .map(line -> Long.parseLong(line.substring(FREE_MEMORY.length()).replace("kB", "").strip()) / 1024);
        }
    }
}
