package secondsite.server.target;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/**
 * Watches this target's wall clock: where it jumps against a clock that never does, nothing expires until a person confirms that the time
 * is right. Over a restart it may go on by a day at most, and never back. What it found outlives the process. Safe for use by several
 * threads.
 */
public final class ClockGuard {

    static final String NAME = "clock";
    private static final Logger LOG = LoggerFactory.getLogger(ClockGuard.class);

    private static final String TITLE = "secondsite clock 1";
    private static final String SINCE = "since";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Duration DOWN_AT_MOST = Duration.ofDays(1);
    private static final Duration REMEMBERED_EVERY = Duration.ofMinutes(10);
    /** A clock may be slow or fast by a thousandth. */
    private static final long DRIFT = 1000;

    private final Folder folder;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private Instant anchor;
    private long anchorNanos;
    private Instant remembered;
    private String frozen = "";
    private Instant since;

    /**
     * @param folder that holds the replicas
     * @param nanos  nanoseconds of a clock that never jumps
     */
    public ClockGuard(Folder folder, InstantSource wall, LongSupplier nanos) throws IOException {
        this.folder = folder;
        this.wall = wall;
        this.nanos = nanos;
        recall();
        setAnchor();
    }

    /** When it was noticed that the time is in doubt, by the clock that is doubted; empty when it is not. */
    public Optional<Instant> doubtedSince() {
        lock.lock();
        try {
            return frozen.isEmpty() ? Optional.empty() : Optional.ofNullable(since);
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the clocks. @return why nothing may expire; empty when it may */
    public Optional<String> check() throws IOException {
        lock.lock();
        try {
            Instant now = wall.instant();
            Duration elapsed = Duration.ofNanos(nanos.getAsLong() - anchorNanos);
            Duration jump = Duration.between(anchor.plus(elapsed), now);
            if (frozen.isEmpty() && jump.abs().compareTo(TOLERANCE.plus(elapsed.dividedBy(DRIFT))) > 0) {
                freeze("the clock of this server jumped by " + jump + " at " + now);
            } else if (Duration.between(remembered, now).compareTo(REMEMBERED_EVERY) >= 0) {
                remember(now);
            }
            return reason();
        } finally {
            lock.unlock();
        }
    }

    /** A person says that the time is right: points may expire again. */
    public void confirm(String who) throws IOException {
        lock.lock();
        try {
            LOG.info("{} confirms that the time is right: {}{}", who, wall.instant(),
                    frozen.isEmpty() ? "" : "; before, " + frozen);
            frozen = "";
            setAnchor();
            remember(anchor);
        } finally {
            lock.unlock();
        }
    }

    private void setAnchor() {
        anchor = wall.instant();
        anchorNanos = nanos.getAsLong();
    }

    private Optional<String> reason() {
        return frozen.isEmpty()
                ? Optional.empty()
                : Optional.of(frozen + "; no point expires until a person confirms that the time is right");
    }

    private void freeze(String why) throws IOException {
        frozen = why;
        since = wall.instant();
        remember(wall.instant());
    }

    private void recall() throws IOException {
        Instant now = wall.instant();
        remembered = now;
        if (!folder.exists(NAME)) {
            remember(now);
            return;
        }
        try {
            Map<String, String> lines = CheckedText.read(folder, NAME, TITLE);
            frozen = lines.getOrDefault("frozen", "");
            // Not written by versions before.
            since = lines.containsKey(SINCE) ? Instant.parse(lines.get(SINCE)) : null;
            compare(Instant.parse(lines.get("seen")), now);
        } catch (DamagedException | NullPointerException | DateTimeParseException e) {
            freeze("what this server knew of the time is damaged: " + e.getMessage());
        }
    }

    private void compare(Instant before, Instant now) throws IOException {
        remembered = before;
        Duration passed = Duration.between(before, now);
        boolean back = passed.compareTo(TOLERANCE.negated()) < 0;
        if (frozen.isEmpty() && (back || passed.compareTo(DOWN_AT_MOST) > 0)) {
            freeze("the clock went from " + before + " to " + now + " while this server was down");
        }
    }

    private void remember(Instant now) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("seen", now.toString());
        lines.put("frozen", frozen);
        if (!frozen.isEmpty() && since != null) {
            lines.put(SINCE, since.toString());
        }
        CheckedText.write(folder, NAME, TITLE, lines);
        remembered = now;
    }
}
