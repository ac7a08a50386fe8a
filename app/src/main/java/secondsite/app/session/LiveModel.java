package secondsite.app.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import secondsite.api.activity.Alert;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.machine.MachineSummary;
import secondsite.api.plan.KnownPlan;
import secondsite.api.policy.Policy;
import secondsite.api.replication.HealthSummary;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;

/**
 * The deployment as the server told it last. Lists hold each thing once, in no order that means anything; a changed thing takes its own
 * place. For the thread of the windows; {@link Feed} keeps it up to date.
 */
public final class LiveModel {

    private static final int MOST_EVENTS = 500;
    private static final int MOST_ENDED_JOBS = 300;
    private static final Duration LONGEST_SAMPLES = Duration.ofHours(6);
    /** A little less than it is asked for by itself: while much happens it is told more often, and six hours would be too many. */
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(4);

    final KeyedList<UUID, MachineSummary> machines = new KeyedList<>(MachineSummary::id);
    final KeyedList<Long, Job> jobs = new KeyedList<>(Job::number);
    final KeyedList<Long, Alert> alerts = new KeyedList<>(Alert::id);
    final KeyedList<String, ServerSummary> servers = new KeyedList<>(server -> server.kind() + "/" + server.name());
    final KeyedList<UUID, Site> sites = new KeyedList<>(Site::id);
    final KeyedList<UUID, HostGroup> hostGroups = new KeyedList<>(HostGroup::id);
    final KeyedList<UUID, ReplicationGroup> replicationGroups = new KeyedList<>(ReplicationGroup::id);
    final KeyedList<UUID, KnownPlan> plans = new KeyedList<>(KnownPlan::id);
    final KeyedList<UUID, Policy> policies = new KeyedList<>(Policy::id);
    final KeyedList<Long, Event> events = new KeyedList<>(Event::id);

    private final Hearing hearing;
    private final ReadOnlyObjectWrapper<HealthSummary> health = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Freshness> freshness = new ReadOnlyObjectWrapper<>(Freshness.RECONNECTING);
    private final ReadOnlyObjectWrapper<Instant> heard = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyLongWrapper latencyMillis = new ReadOnlyLongWrapper(-1);
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<String> ended = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyLongWrapper samplesTaken = new ReadOnlyLongWrapper();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<String, Set<Runnable>> waiting = new HashMap<>();
    private final Set<Consumer<Event>> listeners = new HashSet<>();

    LiveModel(Hearing hearing) {
        this.hearing = hearing;
    }

    /** One piece of news. */
    void apply(News news) {
        news.changes().forEach(change -> change.accept(this));
        remember(news.heard());
        look();
        news.heard().forEach(event -> List.copyOf(listeners).forEach(listener -> listener.accept(event)));
        waiters(news).forEach(Runnable::run);
        if (news.everything()) {
            ready.set(true);
        }
    }

    private Collection<Runnable> waiters(News news) {
        Stream<Set<Runnable>> concerned = news.everything()
                ? waiting.values().stream()
                : news.heard().stream().map(Event::subject).filter(subject -> subject != null).distinct()
                        .map(subject -> waiting.getOrDefault(subject, Set.of()));
        return concerned.flatMap(Set::stream).collect(Collectors.toCollection(ArrayList::new));
    }

    private void remember(List<Event> more) {
        events.merge(more.stream().filter(Event::kept).toList());
        if (events.size() > MOST_EVENTS) {
            long oldest = events.stream().mapToLong(Event::id).sorted().skip(events.size() - MOST_EVENTS).findFirst()
                    .orElseThrow();
            events.drop(event -> event.id() < oldest);
        }
    }

    void jobs(Collection<Job> changed) {
        jobs.merge(changed);
        long over = jobs.stream().filter(job -> job.state().over()).count();
        if (over > MOST_ENDED_JOBS) {
            long oldest = jobs.stream().filter(job -> job.state().over()).mapToLong(Job::number).sorted()
                    .skip(over - MOST_ENDED_JOBS).findFirst().orElseThrow();
            jobs.drop(job -> job.state().over() && job.number() < oldest);
        }
    }

    void health(HealthSummary told, long millis) {
        latencyMillis.set(millis);
        health.set(told);
        if (!samples.isEmpty() && told.time().isBefore(samples.getLast().time().plus(BETWEEN_SAMPLES))) {
            return;
        }
        samples.add(new Sample(told.time(), told.worstRpoSeconds() == null ? Double.NaN : told.worstRpoSeconds(),
                told.writtenPerSecond(), told.sentPerSecond()));
        Instant oldest = told.time().minus(LONGEST_SAMPLES);
        while (samples.peek().time().isBefore(oldest)) {
            samples.remove();
        }
        samplesTaken.set(samplesTaken.get() + 1);
    }

    /** Looks whether the server is still heard. */
    public void look() {
        freshness.set(hearing.now());
        heard.set(hearing.last());
    }

    /** @param why for people */
    void end(String why) {
        ended.set(why);
    }

    public ObservableList<MachineSummary> machines() {
        return machines.view();
    }

    public Optional<MachineSummary> machine(UUID id) {
        return machines.find(id);
    }

    /** Those that are not over, and the newest of those that are. */
    public ObservableList<Job> jobs() {
        return jobs.view();
    }

    public Optional<Job> job(long number) {
        return jobs.find(number);
    }

    /** Those that are open. */
    public ObservableList<Alert> alerts() {
        return alerts.view();
    }

    public ObservableList<ServerSummary> servers() {
        return servers.view();
    }

    public ObservableList<Site> sites() {
        return sites.view();
    }

    public Optional<Site> site(UUID id) {
        return sites.find(id);
    }

    public ObservableList<HostGroup> hostGroups() {
        return hostGroups.view();
    }

    public Optional<HostGroup> hostGroup(UUID id) {
        return hostGroups.find(id);
    }

    public ObservableList<ReplicationGroup> replicationGroups() {
        return replicationGroups.view();
    }

    public ObservableList<KnownPlan> plans() {
        return plans.view();
    }

    public ObservableList<Policy> policies() {
        return policies.view();
    }

    public Optional<Policy> policy(UUID id) {
        return policies.find(id);
    }

    /** The newest that were kept. */
    public ObservableList<Event> events() {
        return events.view();
    }

    /** Null until it was told first. */
    public ReadOnlyObjectProperty<HealthSummary> health() {
        return health.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Freshness> freshness() {
        return freshness.getReadOnlyProperty();
    }

    /** When the server was heard last. */
    public ReadOnlyObjectProperty<Instant> heard() {
        return heard.getReadOnlyProperty();
    }

    /** How long the server took for its last answer; negative before the first one. */
    public ReadOnlyLongProperty latencyMillis() {
        return latencyMillis.getReadOnlyProperty();
    }

    /** Whether all was told once. */
    public ReadOnlyBooleanProperty ready() {
        return ready.getReadOnlyProperty();
    }

    /** Why nothing will be heard any more, so that somebody has to sign in again; null while that is not so. */
    public ReadOnlyObjectProperty<String> ended() {
        return ended.getReadOnlyProperty();
    }

    /** Since this console was opened, oldest first; at most six hours. */
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Rises with each new sample. */
    public ReadOnlyLongProperty samplesTaken() {
        return samplesTaken.getReadOnlyProperty();
    }

    /** Does something whenever something happened to this, or might have. Unsubscribe when the screen is left. */
    public Subscription whenChanged(String subject, Runnable what) {
        waiting.computeIfAbsent(subject, _ -> new HashSet<>()).add(what);
        return () -> waiting.computeIfPresent(subject, (_, others) -> {
            others.remove(what);
            return others.isEmpty() ? null : others;
        });
    }

    /** Hears every event and every notice. Unsubscribe when the screen is left. */
    public Subscription listen(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
