package secondsite.server.hypervisor;

import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;

/**
 * A place where machines run. Machines are known by ids that the caller chose. Every order may be given again, by this program or by the
 * next one after a crash, and then does what is left of it: an order that returned is durable. Machines run on without this program. There
 * is never a second running copy of a machine.
 *
 * <p>Nothing here acts by itself: what a machine or a move came to is noticed, and made durable, when somebody asks.
 *
 * <p>All methods throw {@link HypervisorException}, with {@link HypervisorException.Reason#UNKNOWN_MACHINE} for an id that was not made here.
 * Safe for use by several threads; orders for one machine wait for each other.
 */
public interface Hypervisor extends Closeable {

    /** Name of the platform, for people: {@code qemu}. */
    String platform();

    /** The machine exists afterwards, and does not run. @throws HypervisorException DIFFERENT_MACHINE when it exists already, and otherwise */
    void make(MachineSpecification specification) throws HypervisorException;

    /** What it was made of; disks where they are now, after moves. */
    MachineSpecification specification(UUID machine) throws HypervisorException;

    /** It runs on return: its firmware does, not yet its system. Nothing to do when it does already, paused or not. */
    void start(UUID machine) throws HypervisorException;

    /** Presses the power button; the system may take its time, or not listen (yet). Nothing to do when the machine does not run. */
    void askToPowerDown(UUID machine) throws HypervisorException;

    /** Pulls the plug. The machine is {@link MachineState#SHUT_DOWN} on return, whatever it was, unless it never ran. */
    void forceOff(UUID machine) throws HypervisorException;

    /** Its processors stand still until {@link #resume}. */
    void pause(UUID machine) throws HypervisorException;

    /** Goes on after {@link #pause}, or after a disk did not answer: what it could not do is tried again. */
    void resume(UUID machine) throws HypervisorException;

    /** Presses the reset button of a running machine. */
    void reset(UUID machine) throws HypervisorException;

    MachineStatus status(UUID machine) throws HypervisorException;

    /** All machines that exist here, by id. */
    List<MachineStatus> machines() throws HypervisorException;

    /** Forces it off and forgets it without a trace, but for the images and exports of its disks that are not its own; overlays are. Unknown ids are no error. */
    void remove(UUID machine) throws HypervisorException;

    /** What the screen of a running machine shows, as PNG. */
    byte[] picture(UUID machine) throws HypervisorException;

    /**
     * What the machine said on its first serial port, since it was made. The oldest text is forgotten some time.
     *
     * @param offset in bytes, from where; what is forgotten is left out
     * @param most bytes, 1 to {@value ConsoleText#MOST_BYTES}
     */
    ConsoleText console(UUID machine, long offset, int most) throws HypervisorException;

    /**
     * Copies a disk of a running machine to another place and lets the machine go on there; what it writes meanwhile goes to both. After
     * {@link MoveState#DONE} the old place is not used any more. One move of a disk at a time; the same move again goes on. A move ends when
     * {@link #move(UUID, String)} finds everything copied. A machine that ends before stays where it was.
     */
    void beginMove(UUID machine, DiskMove move) throws HypervisorException;

    /** How the last move of this disk gets on, and brings it to its end when everything is copied. @throws HypervisorException NO_MOVE */
    MoveProgress move(UUID machine, String disk) throws HypervisorException;

    /** @param bytesPerSecond 0 for no limit */
    void limitMove(UUID machine, String disk, long bytesPerSecond) throws HypervisorException;

    /** The machine stays with the old disk; an image that the move made is deleted. Nothing to do when the move is over. */
    void cancelMove(UUID machine, String disk) throws HypervisorException;

    /**
     * Copies into an overlay of a running machine what it still needs of the place below, until it stands alone: the specification tells a
     * plain image then. The same order again goes on, tells how far it is, and sets the limit; as the last move of the disk it is also told by
     * {@link #move}, limited, and cancelled, after which the disk is an overlay still. What was copied once stays copied, also when the
     * machine ends; then it is FAILED, and may be ordered again.
     *
     * @param bytesPerSecond at most; 0 for no limit
     */
    MoveProgress detach(UUID machine, String disk, long bytesPerSecond) throws HypervisorException;

    /** Where the host reaches a TCP port of a machine. @throws HypervisorException NO_NETWORK when it does not */
    InetSocketAddress reach(UUID machine, int port) throws HypervisorException;

    /** Whether a running machine's own system accepts a connection at a TCP port now; that the host does for it does not count. */
    boolean accepts(UUID machine, int port) throws HypervisorException;

    /** What the host is and has. */
    HostStatus host() throws HypervisorException;

    /** Lets go of the place; machines run on. */
    @Override
    void close();
}
