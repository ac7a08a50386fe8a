package secondsite.server.hypervisor.qemu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import secondsite.api.host.DiskMove;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;

/**
 * What is kept of a machine while this program is away.
 *
 * @param made as it was ordered
 * @param reason why the phase is as it is, for people
 * @param disks in the order of those ordered
 */
record Kept(MachineSpecification made, Phase phase, String reason, List<Disk> disks) {

    /** What is known of a machine whose process does not run. While it runs, only the process knows. */
    enum Phase {
        MADE,
        /** To run: not started yet, running, or ended unseen. */
        ON, SHUT_DOWN, FAILED
    }

    /** How far a move is. */
    enum Step {
        COPYING,
        /** Both places are equal, and the machine is told to go on with the new one alone: from here on the new one is the disk. */
        PIVOTING, DONE, FAILED, CANCELLED;

        boolean over() {
            return this != COPYING && this != PIVOTING;
        }
    }

    /**
     * A disk where it is now.
     *
     * @param generation how often it moved
     * @param move the last one; null when there was none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Disk(MachineDisk disk, int generation, Move move) {}

    /** How a disk gets to its new place. */
    enum Way {
        /** All of it is copied there. */
        MIRROR,
        /** It is there, over something else: what it needs of that is copied. */
        STREAM
    }

    /** @param reason why it failed, for people */
    record Move(DiskMove order, Step step, String reason, Way way) {

        /** Those that are kept from before there was another way are mirrors. */
        Move {
            way = way == null ? Way.MIRROR : way;
        }

        Move step(Step next, String why) {
            return new Move(order, next, why, way);
        }

        Move limited(long bytesPerSecond) {
            return new Move(new DiskMove(order.disk(), order.to(), bytesPerSecond), step, reason, way);
        }

        boolean streams() {
            return way == Way.STREAM;
        }
    }

    Kept {
        disks = List.copyOf(disks);
    }

    static Kept made(MachineSpecification specification) {
        return new Kept(specification, Phase.MADE, "",
                specification.disks().stream().map(disk -> new Disk(disk, 0, null)).toList());
    }

    /** What the machine is made of now. */
    MachineSpecification current() {
        return made.with(disks.stream().map(Disk::disk).toList());
    }

    Kept phase(Phase next, String why) {
        return new Kept(made, next, why, disks);
    }

    Kept disk(int index, Disk disk) {
        List<Disk> others = new ArrayList<>(disks);
        others.set(index, disk);
        return new Kept(made, phase, reason, others);
    }

    Kept move(int index, Move move) {
        Disk disk = disks.get(index);
        return disk(index, new Disk(disk.disk(), disk.generation(), move));
    }

    Kept step(int index, Step step, String why) {
        return move(index, disks.get(index).move().step(step, why));
    }

    /** The move is over, and the disk is at its new place. */
    Kept moved(int index) {
        Disk disk = disks.get(index);
        // A disk that was over something stays where it was.
        int generation = disk.move().streams() ? disk.generation() : disk.generation() + 1;
        return disk(index, new Disk(new MachineDisk(disk.disk().name(), disk.move().order().to()), generation,
                disk.move().step(Step.DONE, "")));
    }

    /** The machine's process is gone: its moves are over, one way or the other. */
    Kept withMovesEnded() {
        Kept ended = this;
        for (int i = 0; i < disks.size(); i++) {
            Move move = disks.get(i).move();
            if (move != null && move.step() == Step.PIVOTING) {
                ended = ended.moved(i);
            } else if (move != null && move.step() == Step.COPYING) {
                ended = ended.step(i, Step.FAILED, move.streams()
                        ? "the machine ended before everything was copied; start it and order that again: what is copied stays"
                        : "the machine ended before everything was copied; order the move again");
            }
        }
        return ended;
    }
}
