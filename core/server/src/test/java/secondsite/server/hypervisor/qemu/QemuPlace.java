package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import secondsite.engine.file.DirectoryFolder;
import secondsite.api.host.Boot;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import secondsite.api.host.NetworkCard;

/** A QEMU with a folder of its own, and a machine in it. */
@Timeout(300)
abstract class QemuPlace {

    private static final Duration PATIENCE = Duration.ofSeconds(200);
    private static final Duration LOOK = Duration.ofMillis(50);

    final UUID id = UUID.randomUUID();
    Path place;
    Hypervisor hypervisor;

    @BeforeEach
    final void begin() throws IOException {
        place = ShortFolder.make();
        hypervisor = open();
    }

    @AfterEach
    final void end() throws IOException {
        for (MachineStatus machine : hypervisor.machines()) {
            hypervisor.remove(machine.machine());
        }
        hypervisor.close();
        ShortFolder.delete(place);
    }

    final Hypervisor open() throws IOException {
        return Qemu.open(DirectoryFolder.at(machines()), ShortFolder.SETTINGS);
    }

    final Path machines() {
        return place.resolve("machines");
    }

    /** A machine without a system. */
    final MachineSpecification bare(UUID machine, List<MachineDisk> disks, NetworkCard... cards) {
        return new MachineSpecification(machine, "bare", 32, 1, new Boot.FromDisk(Boot.Firmware.BIOS), disks,
                List.of(cards));
    }

    final MachineDisk emptyDisk(String name, long bytes) throws IOException {
        Path file = place.resolve(name + ".raw");
        try (var made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return new MachineDisk(name, new DiskSource.Image(file, DiskSource.Format.RAW));
    }

    /** Numbers of the processes that are this machine, as the kernel tells them. */
    static List<Long> processes(UUID machine) throws IOException {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid).filter(pid -> commandLine(pid).contains("\0-uuid\0" + machine + "\0"))
                    .toList();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException _) {
            return "";
        }
    }

    final String said() throws IOException {
        return hypervisor.console(id, 0, ConsoleText.MOST_BYTES).text().replace("\r", "");
    }

    final void awaitSaid(String text) {
        await(() -> said().contains(text));
    }

    final void awaitMove(MoveState state) throws IOException {
        await(() -> hypervisor.move(id, "root").state() != MoveState.COPYING);
        MoveProgress progress = hypervisor.move(id, "root");
        assertThat(progress.state()).as(progress.reason()).isEqualTo(state);
    }

    final void assertState(MachineState state) throws IOException {
        MachineStatus status = hypervisor.status(id);
        assertThat(status.state()).as(status.reason()).isEqualTo(state);
    }

    static void assertRefused(Reason reason, String word, ThrowingCallable order) {
        assertThatThrownBy(order).isInstanceOfSatisfying(HypervisorException.class,
                refused -> assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason))
                .hasMessageContaining(word);
    }

    static void await(Callable<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("it did not come to be within %s", PATIENCE).isLessThan(deadline);
                Thread.sleep(LOOK);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
