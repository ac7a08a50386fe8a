package secondsite.server.hypervisor;

import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.DiskSource;
import secondsite.api.host.HostStatus;
import secondsite.api.host.NetworkCard;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** A platform without processes, for drills with many machines. It keeps the promises of {@link HypervisorContract}. */
public final class SimulatedHypervisor implements Hypervisor {

    /** The smallest picture that is one: its signature. */
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final SimulatedHost host;

    public SimulatedHypervisor(SimulatedHost host) {
        this.host = host;
    }

    @Override
    public String platform() {
        return "simulated";
    }

    @Override
    public void make(MachineSpecification specification) throws HypervisorException {
        synchronized (host) {
            SimulatedMachine known = host.machines.get(specification.machine());
            if (known != null && !known.made.equals(specification)) {
                throw new HypervisorException(Reason.DIFFERENT_MACHINE, "it exists already, made otherwise");
            }
            host.machines.putIfAbsent(specification.machine(), new SimulatedMachine(specification, host));
        }
    }

    @Override
    public MachineSpecification specification(UUID machine) throws HypervisorException {
        synchronized (host) {
            return known(machine).current();
        }
    }

    @Override
    public void start(UUID machine) throws HypervisorException {
        synchronized (host) {
            SimulatedMachine known = known(machine);
            host.checkStart(machine);
            known.start();
        }
    }

    @Override
    public void askToPowerDown(UUID machine) throws HypervisorException {
        synchronized (host) {
            known(machine).askToPowerDown();
        }
    }

    @Override
    public void forceOff(UUID machine) throws HypervisorException {
        synchronized (host) {
            known(machine).forceOff();
        }
    }

    @Override
    public void pause(UUID machine) throws HypervisorException {
        synchronized (host) {
            running(machine).pause();
        }
    }

    @Override
    public void resume(UUID machine) throws HypervisorException {
        synchronized (host) {
            running(machine).resume();
        }
    }

    @Override
    public void reset(UUID machine) throws HypervisorException {
        synchronized (host) {
            running(machine).begin();
        }
    }

    @Override
    public MachineStatus status(UUID machine) throws HypervisorException {
        synchronized (host) {
            return known(machine).status();
        }
    }

    @Override
    public List<MachineStatus> machines() {
        synchronized (host) {
            return host.machines.values().stream().peek(SimulatedMachine::live).map(SimulatedMachine::status).toList();
        }
    }

    @Override
    public void remove(UUID machine) {
        synchronized (host) {
            SimulatedMachine removed = host.machines.remove(machine);
            if (removed != null) {
                removed.forceOff();
            }
        }
    }

    @Override
    public byte[] picture(UUID machine) throws HypervisorException {
        synchronized (host) {
            running(machine);
            return PICTURE.clone();
        }
    }

    @Override
    public ConsoleText console(UUID machine, long offset, int most) throws HypervisorException {
        synchronized (host) {
            SimulatedMachine known = known(machine);
            if (offset < 0 || most < 1 || most > ConsoleText.MOST_BYTES) {
                throw new HypervisorException(Reason.BAD_SPECIFICATION,
                        "console text from " + offset + ", " + most + " bytes");
            }
            byte[] all = known.console();
            int begin = (int) Math.min(offset, all.length);
            int end = (int) Math.min((long) begin + most, all.length);
            return new ConsoleText(offset, new String(Arrays.copyOfRange(all, begin, end), StandardCharsets.UTF_8),
                    Math.max(offset, end));
        }
    }

    @Override
    public void beginMove(UUID machine, DiskMove order) throws HypervisorException {
        synchronized (host) {
            MachineDisk disk = disk(known(machine), order.disk());
            SimulatedMachine running = running(machine);
            SimulatedMove last = running.moves.get(order.disk());
            boolean same = last != null && last.order().to().equals(order.to());
            if (last != null && last.copies()) {
                hold(same, Reason.WRONG_STATE, "the disk is on its way to " + last.order().to());
                return;
            }
            if (disk.source().equals(order.to())) {
                hold(same, Reason.BAD_SPECIFICATION, "the disk is there already");
                return;
            }
            if (order.to() instanceof DiskSource.Image image) {
                hold(host.images.add(image.file()), Reason.BAD_SPECIFICATION, image + " exists already");
            }
            running.moves.put(order.disk(), new SimulatedMove(order, host));
        }
    }

    @Override
    public MoveProgress move(UUID machine, String disk) throws HypervisorException {
        synchronized (host) {
            return moved(machine, disk).progress();
        }
    }

    @Override
    public void limitMove(UUID machine, String disk, long bytesPerSecond) throws HypervisorException {
        synchronized (host) {
            hold(bytesPerSecond >= 0, Reason.BAD_SPECIFICATION, "a limit below nothing");
            moved(machine, disk).limit(bytesPerSecond);
        }
    }

    @Override
    public void cancelMove(UUID machine, String disk) throws HypervisorException {
        synchronized (host) {
            SimulatedMove move = moved(machine, disk);
            if (move.copies()) {
                known(machine).drop(move);
                move.end(MoveState.CANCELLED, "");
            }
        }
    }

    @Override
    public MoveProgress detach(UUID machine, String name, long bytesPerSecond) throws HypervisorException {
        synchronized (host) {
            hold(bytesPerSecond >= 0, Reason.BAD_SPECIFICATION, "a limit below nothing");
            MachineDisk disk = disk(known(machine), name);
            var order = new DiskMove(name, new DiskSource.Image(Path.of("/simulated/machines/" + machine, name),
                    DiskSource.Format.QCOW2), bytesPerSecond);
            if (disk.source().equals(order.to())) {
                return new MoveProgress(order, MoveState.DONE, "", 0, 0);
            }
            hold(disk.source() instanceof DiskSource.Overlay, Reason.BAD_SPECIFICATION, "the disk is no overlay");
            SimulatedMachine running = running(machine);
            SimulatedMove last = running.moves.get(name);
            if (last != null && last.copies()) {
                hold(last.order().to().equals(order.to()), Reason.WRONG_STATE, "the disk is on its way elsewhere");
                last.limit(bytesPerSecond);
                return last.progress();
            }
            var move = new SimulatedMove(order, host);
            running.moves.put(name, move);
            return move.progress();
        }
    }

    @Override
    public InetSocketAddress reach(UUID machine, int port) throws HypervisorException {
        synchronized (host) {
            for (NetworkCard card : known(machine).made.cards()) {
                if (card.network() instanceof CardNetwork.Isolated(List<CardNetwork.Forward> forwards)) {
                    for (CardNetwork.Forward forward : forwards) {
                        if (forward.machinePort() == port) {
                            return new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.hostPort());
                        }
                    }
                }
            }
            throw new HypervisorException(Reason.NO_NETWORK, "there is no forward to port " + port);
        }
    }

    @Override
    public boolean accepts(UUID machine, int port) throws HypervisorException {
        synchronized (host) {
            SimulatedMachine running = running(machine);
            reach(machine, port);
            return running.answers();
        }
    }

    @Override
    public HostStatus host() {
        synchronized (host) {
            return new HostStatus(platform(), "1", false, 2, 1L << 30, 1L << 30, host.machines.size(), List.of(),
                    null);
        }
    }

    @Override
    public void close() {
        // machines live on
    }

    private SimulatedMove moved(UUID machine, String disk) throws HypervisorException {
        SimulatedMachine known = known(machine);
        disk(known, disk);
        SimulatedMove move = known.moves.get(disk);
        hold(move != null, Reason.NO_MOVE, "the disk was never to be moved");
        return move;
    }

    private static MachineDisk disk(SimulatedMachine machine, String name) throws HypervisorException {
        return machine.current().disks().stream().filter(disk -> disk.name().equals(name)).findFirst()
                .orElseThrow(
                        () -> new HypervisorException(Reason.BAD_SPECIFICATION, "there is no disk '" + name + "'"));
    }

    private SimulatedMachine running(UUID machine) throws HypervisorException {
        SimulatedMachine known = known(machine);
        hold(known.runs(), Reason.WRONG_STATE, "it is " + known.state() + "; start it first");
        return known;
    }

    private SimulatedMachine known(UUID machine) throws HypervisorException {
        SimulatedMachine known = host.machines.get(machine);
        hold(known != null, Reason.UNKNOWN_MACHINE, "there is no such machine here: make it first");
        known.live();
        return known;
    }

    private static void hold(boolean held, Reason reason, String complaint) throws HypervisorException {
        if (!held) {
            throw new HypervisorException(reason, complaint);
        }
    }
}
