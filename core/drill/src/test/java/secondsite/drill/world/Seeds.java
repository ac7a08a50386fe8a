package secondsite.drill.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs a drill with one seed after another. A seed that fails is run once more with its trace, which goes to a file; the failure says
 * how to run it again.
 *
 * <p>System properties: {@code drill.NAME.seeds} how many, {@code drill.NAME.seed} only this one.
 */
public final class Seeds {

    private static final int TAIL = 40;
    private static final long EVENTS_A_COLLECTION = 200_000;

    private final String name;
    private final long first;
    private final long count;
    private Throwable lastFailure;
    private long events;
    private final Map<String, Integer> happened = new TreeMap<>();

    private Seeds(String name, long first, long count) {
        this.name = name;
        this.first = first;
        this.count = count;
    }

    public static Seeds of(String name, long count) {
        return of(name, 1, count);
    }

    /** As above, from another seed on. */
    public static Seeds of(String name, long first, long count) {
        Long only = Long.getLong("drill." + name + ".seed");
        return only != null
                ? new Seeds(name, only, 1)
                : new Seeds(name, first, Long.getLong("drill." + name + ".seeds", count));
    }

    public Seeds run(Consumer<World> drill) {
        for (long seed = first; seed < first + count; seed++) {
            Throwable failure = failureOf(new World(seed, false), drill);
            if (failure != null) {
                throw again(seed, failure, drill);
            }
        }
        return this;
    }

    /** The first seed that fails, or -1. @param begin seed that is tried first; after the last one come those before it */
    public long firstFailing(long begin, Consumer<World> drill) {
        for (long i = 0; i < count; i++) {
            long seed = first + Math.floorMod(begin - first + i, count);
            lastFailure = failureOf(new World(seed, false), drill);
            if (lastFailure != null) {
                return seed;
            }
        }
        return -1;
    }

    private Throwable failureOf(World fresh, Consumer<World> drill) {
        try (World world = fresh) {
            drill.accept(world);
            return world.processor().failure();
        } catch (RuntimeException | Error e) {
            return e;
        } finally {
            freeBuffers(fresh);
            fresh.trace().counts().forEach((what, count) -> happened.merge(what, count, Integer::sum));
        }
    }

    /** What the failing run ended with. */
    public Throwable lastFailure() {
        return lastFailure;
    }

    /** Buffers outside the heap are free when their owners are collected; without this a thread waits for that, by the real time. */
    private void freeBuffers(World ended) {
        events += ended.time().events();
        if (events > EVENTS_A_COLLECTION) {
            events = 0;
            System.gc();
        }
    }

    /** How many seeds are run. */
    public long count() {
        return count;
    }

    /** What happened in all runs together, and how often. */
    public Map<String, Integer> happened() {
        return happened;
    }

    private AssertionError again(long seed, Throwable failure, Consumer<World> drill) {
        var world = new World(seed, true);
        Throwable repeated = failureOf(world, drill);
        List<String> lines = world.trace().lines();
        String same = String.valueOf(failure).equals(String.valueOf(repeated))
                ? ""
                : "\nthe second run of this seed ended differently: " + repeated;
        String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        return new AssertionError("drill " + name + ", seed " + seed + ": " + failure + same + "\n" + tail
                + "\nthe whole trace is in " + keep(seed, lines)
                + "\nagain: mvn -pl core/drill -am test -Dtest='*Drill*' -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Ddrill." + name + ".seed=" + seed, failure);
    }

    private Path keep(long seed, List<String> lines) {
        try {
            Path file = Files.createDirectories(Path.of("target", "drill")).resolve(name + "-" + seed + ".trace");
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
