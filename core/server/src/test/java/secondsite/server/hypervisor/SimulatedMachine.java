package secondsite.server.hypervisor;

import secondsite.api.host.Boot;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A machine of a {@link SimulatedHost}. It lives whenever somebody looks: what would have happened since then, happens. */
final class SimulatedMachine {

    final MachineSpecification made;
    final Map<String, SimulatedMove> moves = new TreeMap<>();
    boolean deaf;

    private final SimulatedHost host;
    private final StringBuilder console = new StringBuilder();
    private MachineSpecification current;
    private MachineState state = MachineState.MADE;
    private String reason = "";
    private boolean up;
    /** When it will be up, if it goes on running; when it was paused, so much is left. */
    private Instant upAt;
    private Duration upIn;
    private Instant downAt;

    SimulatedMachine(MachineSpecification made, SimulatedHost host) {
        this.made = made;
        this.host = host;
        current = made;
    }

    MachineStatus status() {
        return new MachineStatus(made.machine(), made.name(), state, reason, console().length);
    }

    MachineSpecification current() {
        return current;
    }

    MachineState state() {
        return state;
    }

    byte[] console() {
        return console.toString().getBytes(StandardCharsets.UTF_8);
    }

    boolean runs() {
        return state == MachineState.RUNNING || state == MachineState.PAUSED;
    }

    /** Its user space is there. */
    boolean answers() {
        return up && state == MachineState.RUNNING;
    }

    void start() {
        if (!runs()) {
            begin();
        }
    }

    /** Also after a reset. */
    void begin() {
        become(MachineState.RUNNING, "");
        up = false;
        downAt = null;
        upAt = host.clock.instant().plus(host.boot);
    }

    void pause() {
        if (state == MachineState.RUNNING) {
            upIn = Duration.between(host.clock.instant(), upAt);
            become(MachineState.PAUSED, "");
        }
    }

    void resume() {
        if (state == MachineState.PAUSED) {
            upAt = host.clock.instant().plus(upIn);
            become(MachineState.RUNNING, "");
        }
    }

    void askToPowerDown() {
        if (up && !deaf && runs() && downAt == null) {
            downAt = host.clock.instant().plus(host.shutDown);
        }
    }

    void forceOff() {
        if (state != MachineState.MADE) {
            endMoves();
            become(MachineState.SHUT_DOWN, "it was forced off");
        }
    }

    void die(String why) {
        if (runs()) {
            endMoves();
            become(MachineState.FAILED, why);
        }
    }

    /** What would have happened by now. */
    void live() {
        Instant now = host.clock.instant();
        if (state == MachineState.RUNNING && !up && made.boot() instanceof Boot.DirectKernel && !now.isBefore(upAt)) {
            up = true;
            console.append("secondsite-guest: up\n");
        }
        moves.values().forEach(move -> move.advance(now));
        moves.values().stream().filter(SimulatedMove::isFinished).forEach(this::arrive);
        if (state == MachineState.RUNNING && downAt != null && !now.isBefore(downAt)) {
            console.append("secondsite-guest: down\n");
            endMoves();
            become(MachineState.SHUT_DOWN, "");
        }
    }

    private void arrive(SimulatedMove move) {
        List<MachineDisk> disks = new ArrayList<>(current.disks());
        disks.replaceAll(disk -> disk.name().equals(move.order().disk())
                ? new MachineDisk(disk.name(), move.order().to())
                : disk);
        current = current.with(disks);
        move.end(MoveState.DONE, "");
    }

    private void endMoves() {
        moves.values().stream().filter(SimulatedMove::copies).forEach(move -> {
            drop(move);
            move.end(MoveState.FAILED, "the machine ended before everything was copied; order the move again");
        });
    }

    void drop(SimulatedMove move) {
        if (move.order().to() instanceof DiskSource.Image image) {
            host.images.remove(image.file());
        }
    }

    private void become(MachineState next, String why) {
        state = next;
        reason = why;
    }
}
