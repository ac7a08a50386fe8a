package secondsite.server.configuration.alert;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.api.Page;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptAlerts;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/**
 * The alerts. Raised in the round in which a condition is seen, told again when it gets worse, over when it was away for a while; all of
 * that is told as the events {@code alert.raised}, {@code alert.cleared} and {@code alert.acknowledged} of the subject. To acknowledge an
 * alert says that somebody knows; it is over when its condition is. Safe for use by several threads.
 */
@Singleton
public final class Alerts {

    /** Where alerts are kept, and who learns of them. */
    public record Parts(Database database, KeptAlerts kept, Events events, AuditLog audit, InstantSource clock) {

        @Inject
        public Parts {
        }
    }

    private record Key(ErrorCode code, Subject subject) {}

    private static final Duration CRITICAL_MUTED = Duration.ofHours(24);
    private static final Duration MUTED = Duration.ofDays(30);
    private static final Duration KEPT = Duration.ofDays(366);
    private static final int NOTE = 2000;
    private static final int ABOUT = 200;
    private static final int DETAIL = 4000;
    private static final int PRUNED_AT_ONCE = 1000;

    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Key, OpenAlert> open = new HashMap<>();

    @Inject
    public Alerts(Parts parts) {
        this.parts = parts;
        parts.database().read(parts.kept()::open).forEach(alert -> open.put(key(alert), OpenAlert.of(alert)));
    }

    private static Key key(Alert alert) {
        return new Key(alert.code(), new Subject(alert.kind(), alert.subject()));
    }

    private static Key key(Condition condition) {
        return new Key(condition.code(), condition.subject());
    }

    /** Raises what is new and ends what is over. */
    public void take(Situation situation) {
        Instant now = now();
        lock.lock();
        try {
            var round = new Round(open, now);
            situation.conditions().forEach(condition -> round.there(key(condition), fitting(condition)));
            round.rest(situation);
            Map<Key, OpenAlert> next = round.next();
            if (round.changes()) {
                parts.database().write(change -> {
                    round.write(change);
                    return change;
                });
            }
            open = next;
        } finally {
            lock.unlock();
        }
    }

    private static Condition fitting(Condition condition) {
        return new Condition(condition.code(), condition.subject(), cut(condition.about(), ABOUT),
                condition.severity(), cut(condition.detail(), DETAIL));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** What becomes of all alerts in one round: thought out first, then written, then so. */
    private final class Round {

        private final Map<Key, OpenAlert> before;
        private final Map<Key, OpenAlert> next = new HashMap<>();
        private final List<Condition> raised = new ArrayList<>();
        private final List<Alert> worse = new ArrayList<>();
        private final List<Alert> changed = new ArrayList<>();
        private final List<Alert> cleared = new ArrayList<>();
        private final Instant now;

        Round(Map<Key, OpenAlert> before, Instant now) {
            this.before = before;
            this.now = now;
        }

        void there(Key key, Condition condition) {
            OpenAlert old = before.get(key);
            if (old == null) {
                raised.add(condition);
                return;
            }
            OpenAlert later = old.there(condition, now);
            if (later.alert().severity().compareTo(old.alert().severity()) > 0) {
                worse.add(later.alert());
            } else if (later.due(old, now)) {
                changed.add(later.alert());
                later = later.written(now);
            }
            next.put(key, later);
        }

        /** Those of which nothing was said. */
        void rest(Situation situation) {
            before.forEach((key, old) -> {
                if (next.containsKey(key)) {
                    return;
                }
                boolean unsure = situation.unsure().contains(key.subject()) && !old.decided();
                OpenAlert later = unsure ? old : old.gone(now);
                if (later.calm(now)) {
                    cleared.add(later.cleared(now));
                } else {
                    next.put(key, later);
                }
            });
        }

        boolean changes() {
            return !(raised.isEmpty() && worse.isEmpty() && changed.isEmpty() && cleared.isEmpty());
        }

        void write(Transaction change) {
            if (!raised.isEmpty()) {
                long id = parts.kept().nextId(change);
                for (Condition condition : raised) {
                    raise(change, id, condition);
                    id++;
                }
            }
            worse.forEach(alert -> {
                parts.kept().change(change, alert);
                told(change, "alert.raised", alert.severity(), alert);
            });
            changed.forEach(alert -> parts.kept().change(change, alert));
            cleared.forEach(alert -> {
                parts.kept().change(change, alert);
                told(change, "alert.cleared", Severity.INFORMATION, alert);
            });
        }

        private void raise(Transaction change, long id, Condition condition) {
            Subject subject = condition.subject();
            var alert = new Alert(id, condition.code(), subject.kind(), subject.id(), condition.about(),
                    condition.severity(), condition.detail(), now, now, null, 1, null, stillMuted(change, condition));
            parts.kept().add(change, alert);
            told(change, "alert.raised", alert.severity(), alert);
            next.put(key(condition), OpenAlert.of(alert));
        }

        /** Who muted it does not want to be told that it came again. Unless it is worse this time. */
        private Instant stillMuted(Transaction change, Condition condition) {
            return parts.kept().newest(change, condition.code(), condition.subject().id())
                    .filter(last -> condition.severity().compareTo(last.severity()) <= 0)
                    .map(Alert::mutedUntil).filter(now::isBefore).orElse(null);
        }

        Map<Key, OpenAlert> next() {
            return next;
        }
    }

    private void told(Transaction change, String type, Severity severity, Alert alert) {
        parts.events().keep(change, type, severity, alert.subject(), alert.about(), alert.code(), alert.detail());
    }

    /**
     * Notes that somebody knows of an alert.
     *
     * @param note for others; null for nothing
     * @throws ProblemException when there is no such alert, or it is over
     */
    public Alert acknowledge(long id, String note, String who) {
        String text = note == null ? "" : note.strip();
        if (text.length() > NOTE) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'note' has " + text.length() + " characters; at most " + NOTE + " are kept");
        }
        return change(id, (change, alert) -> {
            told(change, "alert.acknowledged", Severity.INFORMATION, alert);
            parts.audit().note(change, who, "alert acknowledged", subject(alert), text);
            return new Alert(alert.id(), alert.code(), alert.kind(), alert.subject(), alert.about(), alert.severity(),
                    alert.detail(), alert.raised(), alert.seen(), null, alert.times(),
                    new Alert.Acknowledgement(who, now(), text), alert.mutedUntil());
        });
    }

    /**
     * Lets nobody be notified of an alert for a while.
     *
     * @param minutes 0 to end that
     * @throws ProblemException when there is no such alert, it is over, or that is too long
     */
    public Alert mute(long id, int minutes, String who) {
        return change(id, (change, alert) -> {
            Duration most = alert.severity() == Severity.CRITICAL ? CRITICAL_MUTED : MUTED;
            if (minutes < 0 || minutes > most.toMinutes()) {
                throw new ProblemException(ProblemCode.BAD_REQUEST, "'minutes' is " + minutes + "; 0 to "
                        + most.toMinutes() + " are possible for an alert that is "
                        + alert.severity().name().toLowerCase(Locale.ROOT));
            }
            parts.audit().note(change, who, minutes == 0 ? "alert unmuted" : "alert muted", subject(alert),
                    minutes == 0 ? "" : minutes + " min");
            return new Alert(alert.id(), alert.code(), alert.kind(), alert.subject(), alert.about(), alert.severity(),
                    alert.detail(), alert.raised(), alert.seen(), null, alert.times(), alert.acknowledged(),
                    minutes == 0 ? null : now().plus(Duration.ofMinutes(minutes)));
        });
    }

    private static String subject(Alert alert) {
        return alert.code() + " " + alert.about();
    }

    private interface Change {

        Alert of(Transaction change, Alert alert);
    }

    private Alert change(long id, Change work) {
        lock.lock();
        try {
            OpenAlert found = open.values().stream().filter(each -> each.alert().id() == id).findFirst()
                    .orElseThrow(() -> missing(id));
            Alert changed = parts.database().write(change -> {
                Alert later = work.of(change, found.alert());
                parts.kept().change(change, later);
                return later;
            });
            open.put(key(changed), found.with(changed));
            return changed;
        } finally {
            lock.unlock();
        }
    }

    private ProblemException missing(long id) {
        return parts.database().read(all -> parts.kept().find(all, id)).isPresent()
                ? new ProblemException(ProblemCode.CONFLICT, "the alert " + id + " is over")
                : new ProblemException(ProblemCode.NOT_FOUND, "there is no alert " + id);
    }

    /** At most so many with an id below this one, newest first, as they stand now. */
    public Page<Alert> page(KeptAlerts.Filter filter, long below, int most) {
        return parts.database().read(all -> {
            List<Alert> some = parts.kept().page(all, filter, below, most);
            return new Page<>(some.stream().map(this::live).toList(), parts.kept().count(all, filter),
                    some.size() < most ? null : Long.toString(some.getLast().id()));
        });
    }

    /** With what the database is told only now and then. */
    private Alert live(Alert alert) {
        if (!alert.open()) {
            return alert;
        }
        lock.lock();
        try {
            return Optional.ofNullable(open.get(key(alert))).map(OpenAlert::alert)
                    .filter(now -> now.id() == alert.id()).orElse(alert);
        } finally {
            lock.unlock();
        }
    }

    /** How many of each severity are open. */
    public Map<Severity, Long> open() {
        lock.lock();
        try {
            Map<Severity, Long> counts = new EnumMap<>(Severity.class);
            open.values().forEach(each -> counts.merge(each.alert().severity(), 1L, Long::sum));
            return counts;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets those that were over a year ago. */
    public void prune() {
        Instant before = now().minus(KEPT);
        int forgotten;
        do {
            forgotten = parts.database().write(change -> parts.kept().prune(change, before, PRUNED_AT_ONCE));
        } while (forgotten == PRUNED_AT_ONCE);
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
