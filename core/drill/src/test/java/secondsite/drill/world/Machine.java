package secondsite.drill.world;

import java.io.IOException;
import java.util.random.RandomGenerator;
import secondsite.engine.file.SimulatedFolder;

/**
 * A machine with one program on it. The program is killed, or the machine loses power, at any of the program's calls or between them; it
 * is started again a little later. What it did in one run does not go on in the next.
 */
public abstract class Machine {

    private static final long SHORTEST_PAUSE = 50_000_000L;
    private static final long LONGEST_PAUSE = 3_000_000_000L;

    protected final String name;
    protected final World world;
    protected final RandomGenerator random;
    protected final SimulatedFolder storage;
    protected final WallClock clock;
    private Run run;
    private String full;
    private int runs;
    private int boots = 1;

    protected Machine(String name, World world) {
        this.name = name;
        this.world = world;
        this.random = world.random();
        this.storage = SimulatedFolder.named(name);
        this.clock = new WallClock(world.time());
    }

    /** The program begins, with what it finds in its machine's folder. */
    protected abstract void begin(Run run, ProcessFolder folder) throws IOException, InterruptedException;

    /** The program ended; nothing of it may be used any more. */
    protected abstract void ended(boolean powerLost);

    /** Starts the program; one that cannot start is tried again. */
    public final void start() {
        world.add(this);
        var faults = new Faults(name, world.trace(), random, this::died);
        if (full != null) {
            faults.fill(full);
        }
        run = new Run(this, world.processor(), world.time(), faults);
        runs++;
        world.trace().add(name, "starts, run {}", runs);
        attempt("start", () -> begin(run, new ProcessFolder(storage, faults)));
    }

    private void died(boolean powerLost) {
        world.trace().add(name, powerLost ? "loses power" : "is killed");
        Run ending = run;
        world.time().after(0, () -> end(ending, powerLost));
    }

    /** Lets the program do something in a thread of its own, unless it is not running. */
    public final void attempt(String what, Run.Task task) {
        Run in = run;
        if (in == null || in.ended()) {
            return;
        }
        in.start(name + " " + what, () -> {
            try {
                task.run();
            } catch (IOException e) {
                failed(in, what, e);
            } catch (InterruptedException e) {
                failed(in, what, new IOException("interrupted", e));
            }
        });
    }

    private void failed(Run in, String what, IOException why) {
        if (!in.ended()) {
            world.trace().add(name, "{} failed: {}", what, String.valueOf(why));
            failed(what, why);
        }
    }

    /** Something failed that nobody caught. A program that does not know what to do ends. */
    protected void failed(String what, IOException why) {
        end(false);
    }

    /** The program ends here and now, and starts again a little later. */
    public final void end(boolean powerLost) {
        if (up()) {
            run.faults().die(powerLost);
        }
    }

    /** The program ends for good, with all its threads. */
    final void stop() {
        if (run != null) {
            end(false);
            run.end();
        }
    }

    private void end(Run ending, boolean powerLost) {
        ending.end();
        if (powerLost) {
            boots++;
            storage.losePower(random);
        } else {
            storage.endProcess();
        }
        ended(powerLost);
        run = null;
        world.time().after(random.nextLong(SHORTEST_PAUSE, LONGEST_PAUSE), this::start);
    }

    /** No file at places whose path contains this can grow, until {@link #empty}. */
    public final void fill(String place) {
        world.trace().add(name, "is full at {}", place);
        full = place;
        if (run != null) {
            run.faults().fill(place);
        }
    }

    public final void empty() {
        full = null;
        if (run != null) {
            run.faults().emptied();
        }
    }

    public final boolean up() {
        return run != null && !run.ended();
    }

    /** The present run of the program; null when it does not run. */
    public final Run run() {
        return run;
    }

    /** Counts the runs of the machine. */
    public final int boots() {
        return boots;
    }

    public final String name() {
        return name;
    }

    public final WallClock clock() {
        return clock;
    }
}
