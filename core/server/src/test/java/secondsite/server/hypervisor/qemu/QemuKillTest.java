package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;
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
        endAtEvery(11);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void aProgramThatEndsAtEachCallOfItsFilesIsCarriedOn() throws Exception {
        endAtEvery(1);
    }

    private void endAtEvery(int stride) throws IOException {
        hypervisor.close();
        int lives = 0;
        for (int call = 0; !liveUntil(call); call += stride) {
            lives++;
        }
        assertThat(lives).isGreaterThan(2);
        hypervisor = open();
    }

    /** @return whether the first program came to the end of its orders before it was to end */
    private boolean liveUntil(int call) throws IOException {
        List<Order> orders = orders();
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
        assertThat(processes(id)).isEmpty();
        assertThat(machines().resolve(id.toString())).doesNotExist();
        return done == orders.size();
    }

    private List<Order> orders() throws IOException {
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
        List<String> command = CommandLine.of(Host.here().program("qemu-system-x86_64", ""), Kept.made(specification),
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
