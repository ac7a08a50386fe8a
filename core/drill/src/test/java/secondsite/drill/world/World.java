package secondsite.drill.world;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What all machines share: one seed, one processor, one time, one network, one trace. */
public final class World implements AutoCloseable {

    private final RandomGenerator random;
    private final Processor processor;
    private final SimulatedTime time;
    private final Trace trace;
    private final Network network;
    private final Set<Machine> machines = new LinkedHashSet<>();

    /** @param traced whether the lines of the trace are kept */
    public World(long seed, boolean traced) {
        random = new Random(seed);
        processor = new Processor(random);
        time = new SimulatedTime(processor);
        trace = new Trace(time, traced);
        network = new Network(this);
    }

    public RandomGenerator random() {
        return random;
    }

    public Processor processor() {
        return processor;
    }

    public SimulatedTime time() {
        return time;
    }

    public Trace trace() {
        return trace;
    }

    public Network network() {
        return network;
    }

    void add(Machine machine) {
        machines.add(machine);
    }

    /** The end of the world: all threads end. */
    @Override
    public void close() {
        machines.forEach(Machine::stop);
        processor.finish();
    }

    /** Lets everything happen for so many nanoseconds. */
    public void runFor(long nanos) {
        time.runUntil(time.nanos() + nanos);
        rethrow(processor.failure());
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** Whether something with this chance, from 0 to 1, happens. */
    public boolean happens(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }
}
