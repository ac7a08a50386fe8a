package secondsite.server.hypervisor.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.file.Folder;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.HostStatus;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;

/** QEMU on this host, with a folder of its own and a subfolder for each machine. */
public final class Qemu implements Hypervisor {

    private static final String LOCK = "lock";
    /** A unix socket's path has at most so many bytes. */
    private static final int LONGEST_SOCKET_BYTES = 107;
    private static final int ID_LENGTH = 36;

    private final Folder folder;
    private final Host host;
    private final QemuSettings settings;
    private final Closeable lock;
    private final Virtualization virtualization;
    private final HostLook look;
    private final Map<UUID, ReentrantLock> turns = new ConcurrentHashMap<>();

    private Qemu(Folder folder, Host host, QemuSettings settings, Closeable lock) {
        this.folder = folder;
        this.host = host;
        this.settings = settings;
        this.lock = lock;
        virtualization = new Virtualization(host, settings);
        look = new HostLook(host, settings, virtualization);
    }

    /**
     * Takes the folder; machines in it that run are found again. That QEMU is installed is looked at when a machine is started.
     *
     * @throws IOException when another program has the folder, or its path is too long for a socket in it
     */
    public static Qemu open(Folder folder, QemuSettings settings) throws IOException {
        return open(folder, Host.here(), settings);
    }

    static Qemu open(Folder folder, Host host, QemuSettings settings) throws IOException {
        int length = folder.place().getBytes(StandardCharsets.UTF_8).length + ID_LENGTH + MachineProcess.SOCKET.length()
                + 2;
        if (length > LONGEST_SOCKET_BYTES) {
            throw new IOException(folder.place() + " is " + (length - LONGEST_SOCKET_BYTES)
                    + " bytes too long: sockets of machines lie in it, and the path of a socket has at most "
                    + LONGEST_SOCKET_BYTES + "; choose a folder with a shorter path");
        }
        Closeable lock = folder.lock(LOCK);
        try {
            var qemu = new Qemu(folder, host, settings, lock);
            qemu.sweep();
            return qemu;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Folders whose machine was not made or was removed, when a program ended before it had done so. */
    private void sweep() throws IOException {
        for (String name : folder.folders()) {
            Optional<UUID> id = id(name);
            if (id.isPresent() && machine(id.get()).isEmpty()
                    && !new MachineProcess(Path.of(folder.place(), name), id.get(), host).runs()) {
                clear(name, folder.folder(name));
            }
        }
        folder.force();
    }

    private static Optional<UUID> id(String name) {
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equals(name) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String platform() {
        return "qemu";
    }

    @Override
    public void make(MachineSpecification specification) throws HypervisorException {
        inTurn(specification.machine(), () -> {
            Optional<QemuMachine> known = machine(specification.machine());
            if (known.isPresent()) {
                if (!known.get().made().equals(specification)) {
                    throw new HypervisorException(Reason.DIFFERENT_MACHINE, "it exists already, made otherwise, as '"
                            + known.get().made().name() + "': remove that one first, or use another id");
                }
                return null;
            }
            Folder own = folder.folder(specification.machine().toString());
            makeImages(specification, own);
            new KeptFile(own).write(Kept.made(specification));
            folder.force();
            return null;
        });
    }

    private void makeImages(MachineSpecification specification, Folder own) throws IOException {
        try {
            new OwnImages(Path.of(own.place()), new Images(host)).make(specification);
        } catch (IOException e) {
            clear(specification.machine().toString(), own);
            throw e;
        }
    }

    private void clear(String name, Folder own) throws IOException {
        for (String file : own.names()) {
            own.delete(file);
        }
        folder.deleteFolder(name);
    }

    @Override
    public MachineSpecification specification(UUID machine) throws HypervisorException {
        return order(machine, QemuMachine::current);
    }

    @Override
    public void start(UUID machine) throws HypervisorException {
        carryOut(machine, QemuMachine::start);
    }

    @Override
    public void askToPowerDown(UUID machine) throws HypervisorException {
        carryOut(machine, QemuMachine::askToPowerDown);
    }

    @Override
    public void forceOff(UUID machine) throws HypervisorException {
        carryOut(machine, QemuMachine::forceOff);
    }

    @Override
    public void pause(UUID machine) throws HypervisorException {
        carryOut(machine, QemuMachine::pause);
    }

    @Override
    public void resume(UUID machine) throws HypervisorException {
        carryOut(machine, QemuMachine::resume);
    }

    @Override
    public void reset(UUID machine) throws HypervisorException {
        carryOut(machine, QemuMachine::reset);
    }

    @Override
    public MachineStatus status(UUID machine) throws HypervisorException {
        return order(machine, QemuMachine::status);
    }

    @Override
    public List<MachineStatus> machines() throws HypervisorException {
        List<MachineStatus> all = new ArrayList<>();
        for (UUID machine : known()) {
            MachineStatus status = inTurn(machine, () -> {
                Optional<QemuMachine> found = machine(machine);
                return found.isPresent() ? found.get().status() : null;
            });
            if (status != null) {
                all.add(status);
            }
        }
        return List.copyOf(all);
    }

    private List<UUID> known() throws HypervisorException {
        try {
            return folder.folders().stream().flatMap(name -> id(name).stream()).toList();
        } catch (IOException e) {
            throw new HypervisorException(Reason.STORAGE, "machines cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public void remove(UUID machine) throws HypervisorException {
        inTurn(machine, () -> {
            Optional<QemuMachine> known = machine(machine);
            if (known.isPresent()) {
                known.get().remove();
                folder.deleteFolder(machine.toString());
                folder.force();
            }
            return null;
        });
    }

    @Override
    public byte[] picture(UUID machine) throws HypervisorException {
        return order(machine, QemuMachine::picture);
    }

    @Override
    public ConsoleText console(UUID machine, long offset, int most) throws HypervisorException {
        if (offset < 0 || most < 1 || most > ConsoleText.MOST_BYTES) {
            throw new HypervisorException(Reason.BAD_SPECIFICATION,
                    "console text from " + offset + " and at most " + most
                            + " bytes cannot be meant: from 0, and 1 to " + ConsoleText.MOST_BYTES + " bytes");
        }
        return order(machine, known -> known.console(offset, most));
    }

    @Override
    public void beginMove(UUID machine, DiskMove move) throws HypervisorException {
        carryOut(machine, known -> known.beginMove(move));
    }

    @Override
    public MoveProgress move(UUID machine, String disk) throws HypervisorException {
        return order(machine, known -> known.move(disk));
    }

    @Override
    public void limitMove(UUID machine, String disk, long bytesPerSecond) throws HypervisorException {
        refuseNegative(bytesPerSecond);
        carryOut(machine, known -> known.limitMove(disk, bytesPerSecond));
    }

    private static void refuseNegative(long bytesPerSecond) throws HypervisorException {
        if (bytesPerSecond < 0) {
            throw new HypervisorException(Reason.BAD_SPECIFICATION,
                    "a limit of " + bytesPerSecond + " cannot be meant");
        }
    }

    @Override
    public void cancelMove(UUID machine, String disk) throws HypervisorException {
        carryOut(machine, known -> known.cancelMove(disk));
    }

    @Override
    public MoveProgress detach(UUID machine, String disk, long bytesPerSecond) throws HypervisorException {
        refuseNegative(bytesPerSecond);
        return order(machine, known -> known.detach(disk, bytesPerSecond));
    }

    @Override
    public InetSocketAddress reach(UUID machine, int port) throws HypervisorException {
        return order(machine, known -> known.reach(port));
    }

    @Override
    public boolean accepts(UUID machine, int port) throws HypervisorException {
        return order(machine, known -> known.accepts(port));
    }

    @Override
    public HostStatus host() throws HypervisorException {
        int machines = known().size();
        try {
            return look.status(platform(), folder.freeBytes(), machines);
        } catch (IOException e) {
            throw new HypervisorException(Reason.STORAGE, "this host cannot be looked at: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each time from the file: what is in memory is never older than what is durable. */
    private Optional<QemuMachine> machine(UUID machine) throws IOException {
        String name = machine.toString();
        return folder.folders().contains(name)
                ? QemuMachine.open(folder.folder(name), host, settings, virtualization)
                : Optional.empty();
    }

    private void carryOut(UUID machine, Order order) throws HypervisorException {
        order(machine, known -> {
            order.to(known);
            return null;
        });
    }

    private <T> T order(UUID machine, Question<T> question) throws HypervisorException {
        return inTurn(machine, () -> question.to(machine(machine).orElseThrow(() -> new HypervisorException(
                Reason.UNKNOWN_MACHINE, "there is no such machine here: make it first"))));
    }

    private <T> T inTurn(UUID machine, Work<T> work) throws HypervisorException {
        ReentrantLock turn = turns.computeIfAbsent(machine, _ -> new ReentrantLock());
        turn.lock();
        try {
            return work.done();
        } catch (IOException e) {
            throw Refusal.of(machine, e);
        } finally {
            turn.unlock();
        }
    }

    @FunctionalInterface
    private interface Order {
        void to(QemuMachine machine) throws IOException;
    }

    @FunctionalInterface
    private interface Question<T> {
        T to(QemuMachine machine) throws IOException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T done() throws IOException;
    }
}
