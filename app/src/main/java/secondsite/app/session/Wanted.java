package secondsite.app.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.api.activity.Event;

/** Collects what is to be asked anew, until somebody asks. Safe for use by several threads. */
final class Wanted {

    /** More machines than this are asked for by asking for all of them. */
    private static final int MOST_MACHINES = 20;
    private static final int MOST_JOBS = 20;
    private static final int MOST_HEARD = 5_000;

    /** What is to be asked. */
    record Questions(Set<Part> parts, Set<UUID> machines, Set<Long> jobs, List<Event> heard, boolean everything) {
        boolean none() {
            return parts.isEmpty() && machines.isEmpty() && jobs.isEmpty() && heard.isEmpty() && !everything;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private final EnumSet<Part> parts = EnumSet.noneOf(Part.class);
    private final Set<UUID> machines = new HashSet<>();
    private final Set<Long> jobs = new HashSet<>();
    private final List<Event> heard = new ArrayList<>();
    private boolean everything;

    /** Something may have been missed. */
    void everything() {
        with(() -> {
            everything = true;
            parts.addAll(EnumSet.allOf(Part.class));
        });
    }

    void parts(Collection<Part> more) {
        with(() -> parts.addAll(more));
    }

    void event(Event event) {
        with(() -> {
            if (heard.size() == MOST_HEARD) {
                everything = true;
                parts.addAll(EnumSet.allOf(Part.class));
                heard.clear();
            }
            heard.add(event);
            ask(event);
        });
    }

    private void ask(Event event) {
        String type = event.type();
        switch (type.substring(0, Math.max(0, type.indexOf('.')))) {
            case "machine", "disk" -> machine(event.subject());
            case "job" -> job(event);
            case "alert" -> parts.addAll(EnumSet.of(Part.ALERTS, Part.HEALTH));
            case "server" -> parts.add(Part.SERVERS);
            case "plan" -> parts.add(Part.PLANS);
            case "policy" -> parts.add(Part.POLICIES);
            case "site" -> parts.add(Part.SITES);
            case "host-group", "group" -> parts.add(Part.HOST_GROUPS);
            case "replication-group" -> parts.add(Part.REPLICATION_GROUPS);
            case "failover" -> parts.add(Part.MACHINES);
            default -> {
                // Nothing of it is kept here; a screen that shows it hears the event itself.
            }
        }
    }

    private void machine(String subject) {
        UUID id = id(subject);
        if (id == null || machines.size() >= MOST_MACHINES) {
            parts.add(Part.MACHINES);
        } else {
            machines.add(id);
        }
        parts.add(Part.HEALTH);
    }

    private void job(Event event) {
        long number = event.kept() ? -1 : number(event.subject());
        if (number < 0 || jobs.size() >= MOST_JOBS) {
            parts.add(Part.JOBS);
        } else {
            jobs.add(number);
        }
    }

    private static UUID id(String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static long number(String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /** Could not be asked: later, before what came since. */
    void again(Questions questions) {
        with(() -> {
            parts.addAll(questions.parts());
            machines.addAll(questions.machines());
            jobs.addAll(questions.jobs());
            heard.addAll(0, questions.heard());
            everything |= questions.everything();
        });
    }

    private void with(Runnable change) {
        lock.lock();
        try {
            change.run();
            some.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that was collected. Waits until there is something, no longer than that; then there may be none. */
    Questions take(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (left > 0 && taken().none()) {
                left = some.awaitNanos(left);
            }
            Questions questions = taken();
            parts.clear();
            machines.clear();
            jobs.clear();
            heard.clear();
            everything = false;
            return questions;
        } finally {
            lock.unlock();
        }
    }

    private Questions taken() {
        Set<UUID> single = parts.contains(Part.MACHINES) ? Set.of() : Set.copyOf(machines);
        Set<Long> numbers = parts.contains(Part.JOBS) ? Set.of() : Set.copyOf(jobs);
        return new Questions(parts.isEmpty() ? Set.of() : EnumSet.copyOf(parts), single, numbers, List.copyOf(heard),
                everything);
    }

    /** Lets time pass, however much is wanted meanwhile. */
    static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
