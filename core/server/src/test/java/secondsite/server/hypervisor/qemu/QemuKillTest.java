package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.layer.ReadOnlyDisk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MoveState;
import secondsite.api.qmp.Qmp;

/** The program ends at any moment; the next one carries on, and there is never a second process of a machine. */
class QemuKillTest extends QemuPlace {

    private static final int DISK_BYTES = 1 << 20;

    /** One order of a caller that keeps account of those that returned. */
    private interface Order {
        void to(Hypervisor hypervisor) throws IOException;
    }

    @Test
    void aProgramThatEndsAtAnyCallOfItsFilesIsCarriedOn() throws Exception {
        endAtEvery(19, this::moved);
    }

    @Test
    void aProgramThatEndsWhileADiskIsMadeToStandAloneIsCarriedOn() throws Exception {
        try (var _ = export()) {
            endAtEvery(19, this::detached);
        }
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void aProgramThatEndsAtEachCallOfItsFilesIsCarriedOn() throws Exception {
        endAtEvery(1, this::moved);
        try (var _ = export()) {
            endAtEvery(1, this::detached);
        }
    }

    private interface Orders {
        List<Order> all() throws IOException;
    }

    private void endAtEvery(int stride, Orders orders) throws IOException {
        hypervisor.close();
        int lives = 0;
        for (int call = 0; !liveUntil(call, orders.all()); call += stride) {
            lives++;
        }
        assertThat(lives).isGreaterThan(2);
        hypervisor = open();
    }

    /** @return whether the first program came to the end of its orders before it was to end */
    private boolean liveUntil(int call, List<Order> orders) throws IOException {
        var faults = new Faults(new Random(call));
        int done = 0;
        try (Hypervisor mortal = Qemu.open(new FailingFolder(DirectoryFolder.at(machines()), faults),
                ShortFolder.SETTINGS)) {
            faults.fail(call, Faults.Kind.EIO, true);
            for (; done < orders.size(); done++) {
                orders.get(done).to(mortal);
            }
        } catch (HypervisorException e) {
            assertThat(e).hasMessageContaining("simulated");
        }
        assertThat(processes(id)).as("after call " + call).hasSizeLessThanOrEqualTo(1);
        try (Hypervisor next = open()) {
            for (int i = done; i < orders.size(); i++) {
                orders.get(i).to(next);
                assertThat(processes(id)).as("after call " + call + " and order " + i).hasSizeLessThanOrEqualTo(1);
            }
        }
        // One that a program began just before its end may come to the lock only now, finds nothing there, and ends.
        await(() -> processes(id).isEmpty());
        assertThat(machines().resolve(id.toString())).doesNotExist();
        return done == orders.size();
    }

    /** What a machine lies over, with content everywhere. */
    private NbdServer export() throws IOException {
        var disk = new MemoryDisk(DISK_BYTES);
        byte[] content = new byte[DISK_BYTES];
        new Random(1).nextBytes(content);
        disk.write(ByteBuffer.wrap(content), 0);
        var exports = new Exports();
        exports.add("", new ReadOnlyDisk(disk));
        var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
        server.listen(UnixDomainSocketAddress.of(place.resolve("export")));
        return server;
    }

    private List<Order> detached() {
        var over = new DiskSource.Overlay(new DiskSource.NbdSocket(place.resolve("export"), ""));
        MachineSpecification specification = bare(id, List.of(new MachineDisk("root", over)));
        return List.of(hypervisor -> hypervisor.make(specification), hypervisor -> hypervisor.start(id),
                hypervisor -> hypervisor.detach(id, "root", 0), this::standAlone,
                hypervisor -> assertThat(hypervisor.specification(id).disks().getFirst().source())
                        .isInstanceOf(DiskSource.Image.class),
                hypervisor -> hypervisor.forceOff(id), hypervisor -> hypervisor.remove(id));
    }

    private void standAlone(Hypervisor hypervisor) throws IOException {
        while (hypervisor.detach(id, "root", 0).state() == MoveState.COPYING) {
            Thread.onSpinWait();
        }
        assertThat(hypervisor.detach(id, "root", 0).state()).isEqualTo(MoveState.DONE);
    }

    private List<Order> moved() throws IOException {
        MachineSpecification specification = bare(id, List.of(emptyDisk("root", DISK_BYTES)));
        Path image = place.resolve("moved.raw");
        Files.deleteIfExists(image);
        var move = new DiskMove("root", new DiskSource.Image(image, DiskSource.Format.RAW), 0);
        return List.of(hypervisor -> hypervisor.make(specification), hypervisor -> hypervisor.start(id),
                hypervisor -> assertThat(hypervisor.status(id).state()).isEqualTo(MachineState.RUNNING),
                hypervisor -> beginMove(hypervisor, move), this::finishMove,
                hypervisor -> assertThat(hypervisor.specification(id).disks().getFirst().source()).isEqualTo(move.to()),
                hypervisor -> hypervisor.forceOff(id),
                hypervisor -> assertThat(hypervisor.status(id).state()).isEqualTo(MachineState.SHUT_DOWN),
                hypervisor -> hypervisor.remove(id));
    }

    private void beginMove(Hypervisor hypervisor, DiskMove move) throws IOException {
        hypervisor.beginMove(id, move);
    }

    private void finishMove(Hypervisor hypervisor) throws IOException {
        while (hypervisor.move(id, "root").state() == MoveState.COPYING) {
            Thread.onSpinWait();
        }
        assertThat(hypervisor.move(id, "root").state()).isEqualTo(MoveState.DONE);
    }

    @Test
    void aMachineOutlivesAProgramThatIsKilled() throws Exception {
        MachineSpecification specification = bare(id, List.of(emptyDisk("root", DISK_BYTES)));
        hypervisor.make(specification);
        hypervisor.close();
        Process program = program();
        try (BufferedReader said = program.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("started");
        } finally {
            program.destroyForcibly().waitFor();
        }
        hypervisor = open();
        assertState(MachineState.RUNNING);
        assertThat(processes(id)).hasSize(1).allSatisfy(pid -> assertThat(session(pid)).isEqualTo(pid));
        hypervisor.start(id);
        assertThat(processes(id)).hasSize(1);
    }

    @Test
    void aProgramThatIsKilledWhileItStartsAMachineLeavesOneOrNone() throws Exception {
        hypervisor.make(bare(id, List.of(emptyDisk("root", DISK_BYTES))));
        hypervisor.close();
        Process program = program();
        try {
            await(() -> !processes(id).isEmpty());
        } finally {
            program.destroyForcibly().waitFor();
        }
        hypervisor = open();
        hypervisor.start(id);
        assertState(MachineState.RUNNING);
        await(() -> processes(id).size() == 1);
    }

    @Test
    void aSecondProcessFindsTheFirstOnesLock() throws Exception {
        MachineSpecification specification = bare(id, List.of(emptyDisk("root", DISK_BYTES)));
        hypervisor.make(specification);
        hypervisor.start(id);
        var second = new MachineProcess(machines().resolve(id.toString()), id, Host.here());
        assertThat(second.runs()).isTrue();
        List<String> command = CommandLine.of(Host.here().program("qemu-system-x86_64", ""), false,
                Kept.made(specification),
                ShortFolder.SETTINGS, Host.here());
        Optional<Qmp> answer = second.launch(command, ShortFolder.SETTINGS);
        if (answer.isPresent()) {
            answer.get().close();
        }
        await(() -> processes(id).size() == 1);
        assertState(MachineState.RUNNING);
    }

    private Process program() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), StartingProgram.class.getName(), machines().toString(),
                id.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** The sixth field of its state, behind its name in brackets. */
    private static long session(long pid) throws IOException {
        String state = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(state.substring(state.lastIndexOf(')') + 2).split(" ")[3]);
    }
}
