package secondsite.drill.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import secondsite.engine.file.NoSpaceException;

/**
 * What goes wrong with the files of one process: it is asked before each of its calls, and lets the process die, or the call fail, when
 * the time has come. Once the process is dead every further call of it dies too, without effect.
 */
public final class Faults {

    /** What a call does to files. */
    public enum Call {
        READ, WRITE, FORCE, NAMES
    }

    /** What can go wrong at a call. */
    public enum Kind {
        /** The process is killed; what it wrote stays. */
        KILL,
        /** The machine loses power; what was not durable goes. */
        POWER_LOSS,
        /** The next read or write fails, as a broken device does. */
        INPUT_OUTPUT_ERROR,
        /** The next write finds no space. */
        NO_SPACE,
        /** The next force fails, and what it should have made durable may be lost. */
        FAILED_FORCE
    }

    private static final class Armed {

        private final Kind kind;
        private final String place;
        private int calls;

        Armed(Kind kind, String place, int calls) {
            this.kind = kind;
            this.place = place;
            this.calls = calls;
        }

        boolean concerns(Call call, String where) {
            return where.contains(place) && switch (kind) {
                case KILL, POWER_LOSS -> true;
                case INPUT_OUTPUT_ERROR -> call == Call.READ || call == Call.WRITE;
                case NO_SPACE -> call == Call.WRITE;
                case FAILED_FORCE -> call == Call.FORCE;
            };
        }
    }

    private static final int SECTOR = 512;

    private final String process;
    private final Trace trace;
    private final RandomGenerator random;
    private final List<Armed> armed = new ArrayList<>();
    private final Consumer<Boolean> onDeath;
    private boolean preemptive;
    private boolean forceFailed;
    private String full;
    private Died dead;
    private long calls;

    Faults(String process, Trace trace, RandomGenerator random, Consumer<Boolean> onDeath) {
        this.process = process;
        this.trace = trace;
        this.random = random;
        this.onDeath = onDeath;
    }

    /** Lets something go wrong once, after so many more calls that it can happen to, at places whose path contains this. */
    public void arm(Kind kind, String place, int calls) {
        armed.add(new Armed(kind, place, calls));
    }

    /** No write that grows a file at places whose path contains this finds space until {@link #emptied()}. */
    public void fill(String place) {
        full = place;
    }

    public void emptied() {
        full = null;
    }

    boolean isFull(String place) {
        return full != null && place.contains(full);
    }

    public void disarm() {
        armed.clear();
        full = null;
    }

    /** The process ends now. */
    void die(boolean powerLost) {
        dead = new Died(powerLost);
        onDeath.accept(powerLost);
    }

    void checkAlive() {
        if (dead != null) {
            throw dead;
        }
    }

    public boolean dead() {
        return dead != null;
    }

    /** Whether a force failed in this run; then what was written before it may be lost though the machine goes on. */
    public boolean forceFailed() {
        return forceFailed;
    }

    public long calls() {
        return calls;
    }

    /** Other threads of the process may run whenever one of them writes or forces. */
    public void preemptive() {
        preemptive = true;
    }

    /** Called before each call; what it throws is the call's end. @return a kind that the caller has to act on itself, or null */
    Kind before(Call call, String place, boolean grows) throws IOException {
        checkAlive();
        calls++;
        if (preemptive && (call == Call.WRITE || call == Call.FORCE)) {
            Thread.yield();
            checkAlive();
        }
        if (grows && isFull(place)) {
            throw new NoSpaceException(place, "the device is full");
        }
        for (Armed one : armed) {
            if (one.concerns(call, place) && one.calls-- <= 0) {
                armed.remove(one);
                return happen(one.kind, call, place);
            }
        }
        return null;
    }

    private Kind happen(Kind kind, Call call, String place) throws IOException {
        trace.add(process, kind + " at " + call + " of {}", place);
        if (kind == Kind.KILL || kind == Kind.POWER_LOSS) {
            die(kind == Kind.POWER_LOSS);
        }
        forceFailed |= kind == Kind.FAILED_FORCE;
        if (call != Call.WRITE && kind != Kind.FAILED_FORCE) {
            end(kind, place);
        }
        return kind;
    }

    RandomGenerator random() {
        return random;
    }

    /** How much of a write that goes wrong is done all the same; no sector is torn by the end of a process. */
    int part(Kind kind, long position, int length) {
        int part = random.nextInt(3) == 0 ? 0 : random.nextInt(length + 1);
        boolean died = kind == Kind.KILL || kind == Kind.POWER_LOSS;
        return died ? (int) Math.max(0, (position + part) / SECTOR * SECTOR - position) : part;
    }

    /** Ends a call that went wrong, a write after a part of it. */
    void end(Kind kind, String place) throws IOException {
        checkAlive();
        if (kind == Kind.NO_SPACE) {
            throw new NoSpaceException(place, "the device is full (drill)");
        }
        throw new IOException(place + ": Input/output error (drill)");
    }
}
