package secondsite.server.configuration.activity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.api.Page;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptEvents;
import secondsite.server.configuration.store.Settings;
import secondsite.server.configuration.store.Transaction;

/**
 * The events, told to all who follow, in the order of their ids.
 *
 * <p>An id is given when something is said, and told when it is certain: an event of a change waits until the change is in the database,
 * and all with greater ids wait for it, so that who goes on after an id has not missed a smaller one. Each life of the server has ids of
 * its own, greater than all before: who goes on after one of an earlier life learns that he missed something.
 */
@Singleton
public final class EventLog implements Events, AutoCloseable {

    /** What somebody who follows learns next. @param missed what was told before these is no longer known: ask everything anew */
    public record News(boolean missed, long last, List<Event> events) {}

    /** So many are remembered for those who are behind. */
    static final int REMEMBERED = 10_000;
    private static final int NEWS = 500;
    private static final String LIVES = "lives";
    /** Ids of one life: enough for ten thousand a second over two months, a hundred thousand lives, and exact in any JSON. */
    private static final int LIFE_BITS = 36;
    private static final int TYPE = 60;
    private static final int SUBJECT = 100;
    private static final int ABOUT = 200;
    private static final int DETAIL = 4000;
    private static final Duration KEPT = Duration.ofDays(366);
    private static final int KEPT_EVENTS = 200_000;
    private static final int PRUNED_AT_ONCE = 1000;

    private final Database database;
    private final KeptEvents kept;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    /** Ids that were given and not told: with the event when it is certain, without while it is not. */
    private final TreeMap<Long, Optional<Event>> waiting = new TreeMap<>();
    private final Event[] remembered = new Event[REMEMBERED];
    private final long first;
    private long given;
    private long lastTold;
    private long count;
    private boolean closed;

    @Inject
    public EventLog(Database database, KeptEvents kept, Settings settings, InstantSource clock) {
        this.database = database;
        this.kept = kept;
        this.clock = clock;
        long life = settings.find(LIVES).map(Long::parseLong).orElse(0L) + 1;
        database.write(change -> {
            settings.put(change, LIVES, Long.toString(life));
            return life;
        });
        first = life << LIFE_BITS;
        given = first;
        lastTold = first;
    }

    @Override
    public void keep(Transaction change, String type, Event.Severity severity, String subject, String about,
            ErrorCode code, String detail) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long id = give();
        // From here on the id holds up all others until it is known what becomes of the change.
        change.whenOver(written -> settle(id, written
                ? Optional.of(event(id, now, type, severity, subject, about, code, detail, true))
                : Optional.empty()));
        kept.add(change, event(id, now, type, severity, subject, about, code, detail, true));
    }

    @Override
    public void notice(String type, String subject, String about) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long id = give();
        settle(id, Optional.of(
                event(id, now, type, Event.Severity.INFORMATION, subject, about, null, null, false)));
    }

    private static Event event(long id, Instant now, String type, Event.Severity severity, String subject,
            String about, ErrorCode code, String detail, boolean written) {
        return new Event(id, now, Texts.cut(type, TYPE), severity, Texts.cut(subject, SUBJECT),
                Texts.cut(about, ABOUT), code, Texts.cut(detail, DETAIL), written);
    }

    private long give() {
        lock.lock();
        try {
            given++;
            waiting.put(given, Optional.empty());
            return given;
        } finally {
            lock.unlock();
        }
    }

    /** @param event empty when it did not happen */
    private void settle(long id, Optional<Event> event) {
        lock.lock();
        try {
            if (event.isPresent()) {
                waiting.put(id, event);
            } else {
                waiting.remove(id);
            }
            while (!waiting.isEmpty() && waiting.firstEntry().getValue().isPresent()) {
                tell(waiting.pollFirstEntry().getValue().get());
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(Event event) {
        remembered[(int) (count % REMEMBERED)] = event;
        count++;
        lastTold = event.id();
        told.signalAll();
    }

    /** Follows all that is told from now on, or after an id. For one thread. */
    public Follower follow(OptionalLong after) {
        lock.lock();
        try {
            return new Follower(after.isEmpty() ? count : place(after.getAsLong()));
        } finally {
            lock.unlock();
        }
    }

    /** Where the event after this id is; -1 when it is not known any more, or never was. */
    private long place(long after) {
        long oldest = Math.max(0, count - REMEMBERED);
        long before = oldest == 0 ? first : at(oldest).id();
        if (after < before || after > lastTold) {
            return -1;
        }
        long from = oldest;
        long to = count;
        while (from < to) {
            long middle = (from + to) >>> 1;
            if (at(middle).id() <= after) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private Event at(long place) {
        return remembered[(int) (place % REMEMBERED)];
    }

    /** Somebody who follows; who is too far behind learns that he missed something, and holds up nobody. */
    public final class Follower {

        private long place;

        private Follower(long place) {
            this.place = place;
        }

        /** Waits at most so long for the next; nothing when there were none. */
        public News next(Duration longest) throws InterruptedException {
            lock.lock();
            try {
                for (long left = longest.toNanos(); place == count && !closed && left > 0;) {
                    left = told.awaitNanos(left);
                }
                return take();
            } finally {
                lock.unlock();
            }
        }

        private News take() {
            boolean missed = place < count - REMEMBERED || place < 0;
            if (missed) {
                place = count;
                return new News(true, lastTold, List.of());
            }
            var events = new ArrayList<Event>();
            for (; place < count && events.size() < NEWS; place++) {
                events.add(at(place));
            }
            return new News(false, events.isEmpty() ? lastTold : events.getLast().id(), List.copyOf(events));
        }
    }

    /** At most so many kept events with an id below this one, newest first. */
    public Page<Event> page(KeptEvents.Filter filter, long below, int most) {
        return database.read(all -> {
            List<Event> events = kept.page(all, filter, below, most + 1);
            boolean more = events.size() > most;
            List<Event> shown = more ? events.subList(0, most) : events;
            return new Page<>(shown, kept.count(all, filter), more ? Long.toString(shown.getLast().id()) : null);
        });
    }

    /** Forgets kept events that are too old, or too many. */
    public void prune() {
        Instant before = clock.instant().minus(KEPT);
        int forgotten;
        do {
            forgotten = database.write(change -> kept.prune(change, before, KEPT_EVENTS, PRUNED_AT_ONCE));
        } while (forgotten == PRUNED_AT_ONCE);
    }

    /** Whether nobody is to follow any longer. */
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go all who follow; events are still kept. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
