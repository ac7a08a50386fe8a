package secondsite.app.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import secondsite.api.Page;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient.Events;
import secondsite.api.client.ActivityClient.Jobs;
import secondsite.api.client.AlertClient;
import secondsite.api.client.EventStream;
import secondsite.api.client.InventoryClient.Search;
import secondsite.api.client.TransferException;
import secondsite.app.fx.Tasks;

/**
 * Keeps a {@link LiveModel} up to date: hears what happens, asks for what that changed, and brings all that came together within a tenth
 * of a second as one piece of news. News wait for the windows, never the windows for news. What cannot be asked now is asked later.
 */
public final class Feed implements AutoCloseable {

    private static final Duration TOGETHER = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration FRAME = Duration.ofMillis(20);
    private static final Consumer<LiveModel> NOTHING_MORE = _ -> {
    };
    /** A list of many machines costs the server more than one of few. */
    private static final int MANY_MACHINES = 1_000;
    private static final int MANY_FACTOR = 3;
    private static final List<JobState> OPEN = List.of(JobState.WAITING, JobState.RUNNING, JobState.RETRYING,
            JobState.CANCELLING);
    private static final int MACHINE_PAGE = 500;
    private static final int ALERT_PAGE = 500;
    private static final int JOB_PAGE = 200;
    private static final int EVENT_PAGE = 200;

    private final Session session;
    private final Tasks tasks;
    private final InstantSource clock;
    private final Hearing hearing;
    private final LiveModel model;
    private final Wanted wanted = new Wanted();
    private final Map<Part, Instant> asked = new EnumMap<>(Part.class);
    private final EventStream stream;
    private final Thread thread;
    private final MachineNews machines = new MachineNews();

    private Feed(Session session, Tasks tasks, InstantSource clock) {
        this.session = session;
        this.tasks = tasks;
        this.clock = clock;
        this.hearing = new Hearing(clock);
        this.model = new LiveModel(hearing);
        wanted.everything();
        this.stream = EventStream.open(session.connection(), new Ear());
        this.thread = Thread.ofVirtual().name("feed").start(this::run);
    }

    /** Begins to listen. The session stays the caller's, who closes this first. */
    public static Feed open(Session session, Tasks tasks, InstantSource clock) {
        return new Feed(session, tasks, clock);
    }

    public LiveModel model() {
        return model;
    }

    /** Asks for everything, though nothing says that it changed. */
    public void refresh() {
        wanted.everything();
    }

    private void run() {
        try {
            while (true) {
                Wanted.Questions questions = wanted.take(IDLE);
                wanted.parts(due());
                if (questions.none()) {
                    tasks.inWindows(model::look);
                } else {
                    attempt(questions);
                }
                Wanted.pause(TOGETHER);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Nothing would be asked any more, while the stream still says that all is live.
            tasks.inWindows(() -> model.end(e.toString()));
            throw e;
        }
    }

    private Set<Part> due() {
        Instant now = clock.instant();
        Set<Part> due = EnumSet.noneOf(Part.class);
        asked.forEach((part, when) -> {
            if (!now.isBefore(when.plus(period(part)))) {
                due.add(part);
            }
        });
        return due;
    }

    private Duration period(Part part) {
        return part == Part.MACHINES && machines.known() > MANY_MACHINES
                ? part.period().multipliedBy(MANY_FACTOR)
                : part.period();
    }

    private void attempt(Wanted.Questions questions) throws InterruptedException {
        List<Consumer<LiveModel>> changes = new ArrayList<>();
        machines.nothing();
        try {
            for (Part part : questions.parts()) {
                ask(part, questions.everything(), changes);
            }
            for (UUID machine : questions.machines()) {
                machine(machine);
            }
            for (long job : questions.jobs()) {
                changes.add(job(job));
            }
            hearing.answered();
            bring(changes, questions);
        } catch (TransferException e) {
            if (Problems.isOver(e)) {
                tasks.inWindows(() -> model.end(e.getMessage()));
                throw new InterruptedException();
            }
            wanted.again(questions);
            hearing.unanswered();
            tasks.inWindows(model::look);
            Wanted.pause(AGAIN);
        }
    }

    private void ask(Part part, boolean everything, List<Consumer<LiveModel>> changes) throws TransferException {
        if (!everything && tooSoon(part)) {
            wanted.parts(Set.of(part));
            return;
        }
        changes.add(orNothing(() -> asked(part), NOTHING_MORE));
        asked.put(part, clock.instant());
    }

    /** Asks something. */
    private interface Question {
        Consumer<LiveModel> ask() throws TransferException;
    }

    /** @param nothing what it means that the server has no such thing, or not for this person */
    private static Consumer<LiveModel> orNothing(Question question, Consumer<LiveModel> nothing)
            throws TransferException {
        try {
            return question.ask();
        } catch (TransferException e) {
            if (Problems.isNothing(e)) {
                return nothing;
            }
            throw e;
        }
    }

    /** However much happens, what costs the server much is not asked for without a pause. */
    private boolean tooSoon(Part part) {
        Instant before = asked.get(part);
        return before != null && clock.instant().isBefore(before.plus(part.pause()));
    }

    private Consumer<LiveModel> asked(Part part) throws TransferException {
        return switch (part) {
            case MACHINES -> machines();
            case HEALTH -> health();
            case SERVERS -> {
                var all = session.inventory().servers().servers();
                yield model -> model.servers.replace(all);
            }
            case JOBS -> jobs();
            case ALERTS -> {
                var all = pages((after, limit) -> session.alerts().alerts(AlertClient.Filter.OPEN, after, limit),
                        ALERT_PAGE);
                yield model -> model.alerts.replace(all);
            }
            case SITES -> {
                var all = session.inventory().sites();
                yield model -> model.sites.replace(all);
            }
            case HOST_GROUPS -> {
                var all = session.inventory().groups();
                yield model -> model.hostGroups.replace(all);
            }
            case REPLICATION_GROUPS -> {
                var all = session.protection().groups();
                yield model -> model.replicationGroups.replace(all);
            }
            case PLANS -> {
                var all = session.plans().plans().plans();
                yield model -> model.plans.replace(all);
            }
            case POLICIES -> {
                var all = session.policies().policies().policies();
                yield model -> model.policies.replace(all);
            }
            case PAST -> {
                var newest = session.activity().events(Events.ALL, null, EVENT_PAGE).items();
                yield model -> model.events.merge(newest.reversed());
            }
        };
    }

    private Consumer<LiveModel> machines() throws TransferException {
        machines.all(pages((after, limit) -> session.inventory().machines(Search.ALL, after, limit), MACHINE_PAGE));
        return NOTHING_MORE;
    }

    private Consumer<LiveModel> health() throws TransferException {
        long begun = System.nanoTime();
        var told = session.health().summary();
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return to -> to.health(told, millis);
    }

    private Consumer<LiveModel> jobs() throws TransferException {
        List<Job> all = new ArrayList<>(session.activity().jobs(Jobs.ALL, null, JOB_PAGE).items());
        all.addAll(pages((after, limit) -> session.activity().jobs(new Jobs(OPEN, null, null), after, limit),
                JOB_PAGE));
        return to -> to.jobs(all);
    }

    private void machine(UUID id) throws TransferException {
        try {
            machines.one(session.inventory().machine(id).summary());
        } catch (TransferException e) {
            if (!Problems.isNothing(e)) {
                throw e;
            }
            machines.gone(id);
        }
    }

    private Consumer<LiveModel> job(long number) throws TransferException {
        return orNothing(() -> {
            Job now = session.activity().job(number);
            return to -> to.jobs(List.of(now));
        }, to -> to.jobs.forget(List.of(number)));
    }

    /** Asks for a part of a list. */
    private interface Paged<T> {
        Page<T> ask(String after, int limit) throws TransferException;
    }

    private static <T> List<T> pages(Paged<T> part, int limit) throws TransferException {
        List<T> all = new ArrayList<>();
        String after = null;
        do {
            Page<T> page = part.ask(after, limit);
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all;
    }

    /** Many machines come before the rest, in pieces between which the windows are drawn. */
    private void bring(List<Consumer<LiveModel>> changes, Wanted.Questions questions) throws InterruptedException {
        List<Consumer<LiveModel>> pieces = machines.take();
        for (Consumer<LiveModel> piece : pieces.subList(0, Math.max(0, pieces.size() - 1))) {
            bring(new News(List.of(piece), List.of(), false));
            Wanted.pause(FRAME);
        }
        List<Consumer<LiveModel>> rest = new ArrayList<>(changes);
        pieces.stream().skip(Math.max(0, pieces.size() - 1)).forEach(rest::addFirst);
        bring(new News(rest, questions.heard(), questions.everything()));
    }

    /** Waits until the windows have it: there is never more than one piece of news on its way. */
    private void bring(News news) throws InterruptedException {
        var taken = new CountDownLatch(1);
        tasks.inWindows(() -> {
            try {
                model.apply(news);
            } finally {
                taken.countDown();
            }
        });
        taken.await();
    }

    /** Hears nothing any more when this returns. */
    @Override
    public void close() {
        stream.close();
        thread.interrupt();
    }

    private final class Ear implements EventStream.Listener {

        @Override
        public void heard() {
            hearing.heard();
        }

        @Override
        public void anew() {
            wanted.everything();
        }

        @Override
        public void event(Event event) {
            wanted.event(event);
        }

        @Override
        public void live() {
            hearing.heard();
            tasks.inWindows(model::look);
        }

        @Override
        public void broken(TransferException why) {
            hearing.broken();
            tasks.inWindows(model::look);
        }

        @Override
        public void refused(TransferException.Refused why) {
            tasks.inWindows(() -> model.end(why.getMessage()));
        }
    }
}
