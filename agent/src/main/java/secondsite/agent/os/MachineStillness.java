package secondsite.agent.os;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import secondsite.agent.os.FileSystems.FreezeException;
import secondsite.agent.tracking.Stillness;

/** Freezes the file systems on the tracked devices of this machine, whichever those are when it begins. */
public final class MachineStillness implements Stillness {

    private final FileSystems fileSystems;
    private final Duration limit;
    private final Map<BlockDevice, BooleanSupplier> devices = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    /** Of the thread that has begun. */
    private Frozen frozen;
    private boolean thawed;

    /** @param limit from the first freeze to the last thaw */
    public MachineStillness(FileSystems fileSystems, Duration limit) {
        this.fileSystems = fileSystems;
        this.limit = limit;
    }

    /** File systems on this device are frozen with the others, as long as this is true. */
    public void add(LinuxDevice device, BooleanSupplier when) {
        devices.put(device.block(), when);
    }

    /** The same, if it is a device. */
    public void add(ScannedFile file, BooleanSupplier when) {
        devices.put(file.block(), when);
    }

    /** They are not any more. */
    public void remove(LinuxDevice device) {
        devices.remove(device.block());
    }

    /** The same. */
    public void remove(ScannedFile file) {
        devices.remove(file.block());
    }

    private Set<String> family() {
        Set<String> family = new HashSet<>();
        devices.forEach((device, when) -> {
            if (when.getAsBoolean()) {
                family.addAll(numbers(device));
            }
        });
        return family;
    }

    private static Set<String> numbers(BlockDevice device) {
        try {
            return device.family().stream().map(Object::toString).collect(Collectors.toSet());
        } catch (IOException _) {
            // It was taken away, which its disk tells, or is a file; nothing can be mounted from it.
            return Set.of();
        }
    }

    @Override
    public Lock writing() {
        return gate.readLock();
    }

    @Override
    public boolean begin(Duration atMost) throws InterruptedException {
        return gate.writeLock().tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void freeze() throws IOException, InterruptedException {
        if (thawed) {
            throw new FreezeException("the file systems were thawed already");
        }
        if (frozen == null) {
            frozen = fileSystems.freeze(family(), limit);
        }
    }

    @Override
    public void check() throws IOException {
        if (frozen == null) {
            throw new FreezeException("the file systems are not frozen");
        }
        frozen.check();
    }

    @Override
    public Duration limit() {
        return limit;
    }

    @Override
    public void thaw() throws IOException {
        Frozen ending = frozen;
        if (ending != null) {
            frozen = null;
            thawed = true;
            ending.close();
        }
    }

    @Override
    public void end() throws IOException {
        try {
            if (gate.getWriteHoldCount() == 1) {
                try {
                    thaw();
                } finally {
                    thawed = false;
                }
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        fileSystems.sync(family());
    }
}
