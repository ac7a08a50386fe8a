package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanDrills;
import secondsite.api.policy.WeekWindow;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;
import secondsite.server.web.ProblemException;

/** Has plans tested by themselves: once in each of their hours. Safe for use by several threads, one of which begins tests. */
@Singleton
public final class Drills {

    /** Who orders them. */
    static final String WHO = "schedule";

    private final Plans plans;
    private final PlanRuns runs;
    private final Database database;
    private final KeptPlanRuns kept;
    private final InstantSource clock;
    /** Why the last one of a plan could not be begun. */
    private final Map<UUID, String> refused = new ConcurrentHashMap<>();

    @Inject
    Drills(Plans plans, PlanRuns runs, Database database, KeptPlanRuns kept, InstantSource clock) {
        this.plans = plans;
        this.runs = runs;
        this.database = database;
        this.kept = kept;
        this.clock = clock;
    }

    /** Begins those for which it is time. */
    public void runWhenDue() {
        plans.all().stream().filter(plan -> plan.plan().drills() != null && plan.openRun() == null)
                .forEach(this::runWhenDue);
    }

    private void runWhenDue(KnownPlan plan) {
        Instant now = clock.instant();
        PlanDrills drills = plan.plan().drills();
        Optional<Instant> hours = drills.windows().stream()
                .flatMap(window -> begun(window, ZoneId.of(drills.zone()), now).stream()).max(Instant::compareTo);
        Optional<Instant> last = database.read(all -> kept.drilled(all, plan.id()));
        if (hours.filter(begin -> last.isEmpty() || last.get().isBefore(begin)).isPresent()) {
            begin(plan, drills.point());
        }
    }

    private void begin(KnownPlan plan, String point) {
        try {
            runs.drill(plan.id(), point, WHO);
            refused.remove(plan.id());
        } catch (ProblemException e) {
            refused.put(plan.id(), e.getMessage());
        }
    }

    /** Why the last test of a plan could not be begun; empty when it could. */
    Optional<String> refused(UUID plan) {
        return Optional.ofNullable(refused.get(plan));
    }

    /** When the hours began in which this moment is; empty when it is in none of them. */
    static Optional<Instant> begun(WeekWindow window, ZoneId zone, Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return Stream.of(today, today.minusDays(1)).filter(day -> window.days().contains(day.getDayOfWeek()))
                .map(day -> day.atTime(window.from()).atZone(zone))
                .filter(from -> !from.toInstant().isAfter(now) && now.isBefore(end(window, from).toInstant()))
                .map(ZonedDateTime::toInstant).findFirst();
    }

    private static ZonedDateTime end(WeekWindow window, ZonedDateTime from) {
        LocalDate day = from.toLocalDate();
        LocalDate last = window.from().isBefore(window.to()) ? day : day.plusDays(1);
        return last.atTime(window.to()).atZone(from.getZone());
    }
}
