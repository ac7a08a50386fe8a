package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import secondsite.agent.tracking.Stillness;

/** File systems of a simulated machine, which writes on until they are frozen. */
abstract class SimulatedStillness implements Stillness {

    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private boolean frozen;

    /** The machine writes so many times at most, unless its file systems are frozen. */
    abstract void writeSome(int most);

    final boolean isFrozen() {
        return frozen;
    }

    @Override
    public Lock writing() {
        return gate.readLock();
    }

    @Override
    public boolean begin(Duration atMost) {
        return gate.writeLock().tryLock();
    }

    @Override
    public void freeze() {
        writeSome(10);
        frozen = true;
    }

    @Override
    public void check() {
        assertThat(frozen).isTrue();
    }

    @Override
    public void thaw() {
        frozen = false;
    }

    @Override
    public void end() {
        frozen = false;
        gate.writeLock().unlock();
    }

    @Override
    public void settle() {
        writeSome(5);
    }
}
