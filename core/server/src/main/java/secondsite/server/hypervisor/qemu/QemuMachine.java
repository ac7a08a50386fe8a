package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import secondsite.engine.file.Folder;
import secondsite.api.host.Boot;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MoveState;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;
import secondsite.api.qmp.Qmp;
import secondsite.api.qmp.QmpSilenceException;

/**
 * One machine that exists: its folder, and its process when it runs. While the process runs it knows how the machine is; what is kept tells
 * only of machines whose process is gone. Not for several threads.
 */
final class QemuMachine {

    /** A machine that is forced off may take so long to write what its disks still hold back. */
    private static final Duration QUIT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 8;

    private final Folder folder;
    private final Host host;
    private final QemuSettings settings;
    private final Virtualization virtualization;
    private final KeptFile file;
    private final Console console;
    private final MachineProcess process;
    private final Moves moves;
    private final OwnImages ownImages;
    private Kept kept;

    private QemuMachine(Folder folder, Kept kept, Host host, QemuSettings settings, Virtualization virtualization) {
        this.folder = folder;
        this.kept = kept;
        this.host = host;
        this.settings = settings;
        this.virtualization = virtualization;
        file = new KeptFile(folder);
        console = new Console(folder);
        process = new MachineProcess(Path.of(folder.place()), kept.made().machine(), host);
        var images = new Images(host);
        moves = new Moves(file, images, settings);
        ownImages = new OwnImages(Path.of(folder.place()), images);
    }

    /** @param folder the machine's own. @return nothing when no machine is in it */
    static Optional<QemuMachine> open(Folder folder, Host host, QemuSettings settings, Virtualization virtualization)
            throws IOException {
        var file = new KeptFile(folder);
        return file.exists()
                ? Optional.of(new QemuMachine(folder, file.read(), host, settings, virtualization))
                : Optional.empty();
    }

    MachineSpecification made() {
        return kept.made();
    }

    /** With its disks where they are now. */
    MachineSpecification current() throws IOException {
        if (!process.runs()) {
            settleEnd();
        }
        return kept.current();
    }

    void start() throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (process.runs() ? goOn() : launch()) {
                return;
            }
        }
        throw new IOException("its processes come and go: somebody else starts and stops it");
    }

    /** @return whether the process that is there is a running machine; if not, it is gone */
    private boolean goOn() throws IOException {
        try (Qmp qmp = converse()) {
            RunState state = RunState.of(qmp);
            if (state.isOver()) {
                end(qmp, state);
                return false;
            }
            if (state == RunState.PRELAUNCH) {
                write(kept.phase(Kept.Phase.ON, ""));
                qmp.ask("cont");
            }
            return true;
        } catch (MachineDiedException _) {
            return false;
        }
    }

    /** @return false when a process that an earlier program started was quicker */
    private boolean launch() throws IOException {
        settleEnd();
        Path program = host.program(settings.program(), "qemu-system-x86");
        host.check(kept.made());
        if (kept.made().boot() instanceof Boot.FromDisk(Boot.Firmware firmware) && firmware == Boot.Firmware.UEFI) {
            Firmware.provide(folder, host);
        }
        write(kept.phase(Kept.Phase.ON, ""));
        Optional<Qmp> begun;
        try {
            begun = process.launch(CommandLine.of(program, virtualization.works(program), kept, settings, host),
                    settings);
        } catch (MachineDiedException | QmpSilenceException e) {
            write(kept.phase(Kept.Phase.FAILED, e.getMessage()));
            throw e;
        }
        if (begun.isEmpty()) {
            return false;
        }
        try (Qmp qmp = begun.get()) {
            qmp.ask("cont");
        }
        return true;
    }

    MachineStatus status() throws IOException {
        if (process.runs()) {
            try (Qmp qmp = converse()) {
                RunState state = RunState.of(qmp);
                if (!state.isOver()) {
                    console.trim();
                    return stoodStill(state)
                            ? status(MachineState.PAUSED, "it was reset while it stood still: resume the machine")
                            : status(state.machineState(), state.reason());
                }
                end(qmp, state);
            } catch (MachineDiedException _) {
                // it ended just now
            }
        }
        settleEnd();
        return status(switch (kept.phase()) {
            case MADE -> MachineState.MADE;
            case SHUT_DOWN -> MachineState.SHUT_DOWN;
            case ON, FAILED -> MachineState.FAILED;
        }, kept.reason());
    }

    /** QEMU takes a machine that is reset while it waits for a disk back to before its start, and leaves it there. */
    private boolean stoodStill(RunState state) {
        return state == RunState.PRELAUNCH && kept.phase() == Kept.Phase.ON;
    }

    private MachineStatus status(MachineState state, String reason) throws IOException {
        return new MachineStatus(kept.made().machine(), kept.made().name(), state, reason, console.size());
    }

    void askToPowerDown() throws IOException {
        if (running("be powered down", false).isPresent()) {
            ask("system_powerdown");
        }
    }

    void pause() throws IOException {
        running("be paused", true);
        ask("stop");
    }

    void resume() throws IOException {
        running("be resumed", true);
        ask("cont");
    }

    void reset() throws IOException {
        running("be reset", true);
        ask("system_reset");
    }

    byte[] picture() throws IOException {
        running("show a picture", true);
        try (Qmp qmp = converse()) {
            return new Picture(folder).take(qmp);
        }
    }

    ConsoleText console(long offset, int most) throws IOException {
        return console.read(offset, most);
    }

    /** @return how it runs; nothing when it does not, and need not. @throws HypervisorException when it does not, and has to */
    private Optional<MachineState> running(String what, boolean needed) throws IOException {
        MachineStatus now = status();
        boolean runs = now.state() == MachineState.RUNNING || now.state() == MachineState.PAUSED;
        if (!runs && (needed || now.state() == MachineState.STARTING)) {
            throw new HypervisorException(Reason.WRONG_STATE, "it cannot " + what + ": it is " + now.state()
                    + (now.reason().isEmpty() ? "" : ", " + now.reason()) + "; start it first");
        }
        return runs ? Optional.of(now.state()) : Optional.empty();
    }

    private void ask(String command) throws IOException {
        try (Qmp qmp = converse()) {
            qmp.ask(command);
        }
    }

    void forceOff() throws IOException {
        if (process.runs()) {
            write(kept.phase(Kept.Phase.SHUT_DOWN, "it was forced off"));
            quit();
        }
        settleEnd();
        if (kept.phase() != Kept.Phase.MADE) {
            write(kept.phase(Kept.Phase.SHUT_DOWN, "it was forced off"));
        }
    }

    private void quit() throws IOException {
        try (Qmp qmp = process.connect(QUIT)) {
            finishPivots(qmp);
            qmp.ask("quit");
            process.awaitEnd(QUIT);
        } catch (IOException _) {
            // One that does not answer is killed all the same.
        }
        process.kill();
    }

    /** The system has shut down, or cannot go on; the process waits to be told to go. */
    private void end(Qmp qmp, RunState state) throws IOException {
        finishPivots(qmp);
        write(kept.phase(state == RunState.SHUTDOWN ? Kept.Phase.SHUT_DOWN : Kept.Phase.FAILED, state.reason()));
        qmp.ask("quit");
        if (!process.awaitEnd(QUIT)) {
            process.kill();
        }
        settleEnd();
    }

    /** Who is at the pivot is told by the process alone, while it is there. */
    private void finishPivots(Qmp qmp) throws IOException {
        for (int i = 0; i < kept.disks().size(); i++) {
            Kept.Move move = kept.disks().get(i).move();
            if (move != null && move.step() == Kept.Step.PIVOTING) {
                kept = moves.goOn(kept, i, qmp);
            }
        }
    }

    /** There is no process: whatever it was at is over. */
    private void settleEnd() throws IOException {
        Kept ended = kept.withMovesEnded();
        for (int i = 0; i < kept.disks().size(); i++) {
            Kept.Move move = kept.disks().get(i).move();
            if (move != null && move.step() == Kept.Step.COPYING) {
                Moves.deleteCopy(kept, i);
            }
        }
        if (ended.phase() == Kept.Phase.ON) {
            String words = process.lastWords();
            ended = ended.phase(Kept.Phase.FAILED, words.isEmpty()
                    ? "its process is gone, without a word: it was killed, or the host was restarted"
                    : "its process is gone, and said at last: " + words);
        }
        if (!ended.equals(kept)) {
            write(ended);
        }
    }

    void beginMove(DiskMove move) throws IOException {
        int disk = index(move.disk());
        running("have a disk moved", true);
        try (Qmp qmp = converse()) {
            kept = moves.begin(kept, disk, move, qmp);
        } finally {
            kept = file.read();
        }
    }

    MoveProgress detach(String name, long bytesPerSecond) throws IOException {
        int disk = index(name);
        DiskSource.Image own = ownImages.of(disk);
        DiskSource source = kept.disks().get(disk).disk().source();
        if (source.equals(own)) {
            return new MoveProgress(new DiskMove(name, own, bytesPerSecond), MoveState.DONE, "", 0, 0);
        }
        if (!(source instanceof DiskSource.Overlay)) {
            throw new HypervisorException(Reason.BAD_SPECIFICATION,
                    "disk '" + name + "' lies over nothing: it is " + source);
        }
        running("have a disk made to stand alone", true);
        try (Qmp qmp = converse()) {
            kept = moves.detach(kept, disk, new DiskMove(name, own, bytesPerSecond), qmp);
            return moves.progress(kept, disk, qmp);
        } finally {
            kept = file.read();
        }
    }

    /** Where the host reaches a TCP port of it. */
    InetSocketAddress reach(int port) throws HypervisorException {
        return Reach.of(kept.made(), port);
    }

    /** Whether its system accepts a connection at a port now. */
    boolean accepts(int port) throws IOException {
        running("be asked at port " + port, true);
        InetSocketAddress at = reach(port);
        try (Qmp qmp = converse()) {
            return new Reach(at, qmp).accepted();
        }
    }

    MoveProgress move(String name) throws IOException {
        int disk = moved(name);
        if (!process.runs()) {
            settleEnd();
            return Moves.progress(kept, disk);
        }
        try (Qmp qmp = converse()) {
            kept = moves.goOn(kept, disk, qmp);
            return moves.progress(kept, disk, qmp);
        } finally {
            kept = file.read();
        }
    }

    void limitMove(String name, long bytesPerSecond) throws IOException {
        int disk = moved(name);
        if (process.runs() && !kept.disks().get(disk).move().step().over()) {
            try (Qmp qmp = converse()) {
                moves.limit(kept, disk, bytesPerSecond, qmp);
            } finally {
                kept = file.read();
            }
        }
    }

    void cancelMove(String name) throws IOException {
        int disk = moved(name);
        if (!process.runs()) {
            settleEnd();
        } else {
            try (Qmp qmp = converse()) {
                kept = moves.cancel(kept, disk, qmp);
            } finally {
                kept = file.read();
            }
        }
    }

    private int moved(String name) throws HypervisorException {
        int disk = index(name);
        if (kept.disks().get(disk).move() == null) {
            throw new HypervisorException(Reason.NO_MOVE, "disk '" + name + "' was never to be moved");
        }
        return disk;
    }

    private int index(String name) throws HypervisorException {
        List<String> names = kept.disks().stream().map(disk -> disk.disk().name()).toList();
        if (!names.contains(name)) {
            throw new HypervisorException(Reason.BAD_SPECIFICATION, "it has no disk '" + name + "', only " + names);
        }
        return names.indexOf(name);
    }

    /** Off, and no file is left; the folder itself is the caller's. */
    void remove() throws IOException {
        forceOff();
        for (String name : folder.names()) {
            if (!name.equals(KeptFile.NAME)) {
                folder.delete(name);
            }
        }
        folder.delete(KeptFile.NAME);
        folder.force();
    }

    /** @throws MachineDiedException when there is no process any more */
    private Qmp converse() throws IOException {
        return process.converse(settings);
    }

    private void write(Kept next) throws IOException {
        if (!next.equals(kept)) {
            file.write(next);
            kept = next;
        }
    }
}
