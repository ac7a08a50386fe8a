package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.plan.PlanStepState;
import secondsite.api.plan.PlannedStep;
import secondsite.api.recovery.CommonPoint;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.Remark;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.plan.Course.Station;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.recovery.CommonPoints;
import secondsite.server.configuration.recovery.Failovers;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;
import secondsite.server.web.ProblemException;

/** What a run of a plan would do, and how long that takes as far as earlier runs tell. */
@Singleton
public final class PlanPreviews {

    private static final int SIDE_BY_SIDE = 16;
    private static final double MILLIS = 1000;

    private final Plans plans;
    private final Failovers failovers;
    private final CommonPoints points;
    private final ScriptFolder scripts;
    private final Inventory inventory;
    private final Database database;
    private final KeptPlanRuns runs;

    @Inject
    PlanPreviews(Plans plans, Failovers failovers, CommonPoints points, ScriptFolder scripts, Inventory inventory,
            Database database,
            KeptPlanRuns runs) {
        this.plans = plans;
        this.failovers = failovers;
        this.points = points;
        this.scripts = scripts;
        this.inventory = inventory;
        this.database = database;
        this.runs = runs;
    }

    /** Refuses what cannot be meant. @return the same */
    static PlanRunRequest checked(PlanRunRequest request) {
        if (request.kind() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'kind' is missing; possible are TEST, PLANNED and UNPLANNED");
        }
        if (request.kind() == FailoverKind.PLANNED && request.point() != null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'point' is not for a planned failover: that takes what the source wrote last");
        }
        if (request.kind() != FailoverKind.TEST && request.network() != null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'network' is only for a test");
        }
        return request;
    }

    public PlanPreview of(UUID id, PlanRunRequest request) {
        checked(request);
        Plan plan = plans.one(id).plan();
        Optional<PlanRun> last = database.read(all -> runs.newestWhole(all, id));
        List<Station> stations = Course.of(plan, request.kind());
        List<String> refusals = refusals(plan, request.kind());
        List<CommonPoint> common = common(plan, request, refusals);
        Map<UUID, FailoverPreview> machines = previews(stations, request, common);
        List<PlannedStep> steps = stations.stream()
                .map(station -> step(station, machines, seconds(station, last))).toList();
        boolean ready = refusals.isEmpty() && steps.stream().allMatch(step -> step.refusals().isEmpty());
        return new PlanPreview(request.kind(), ready, lost(machines), total(steps), refusals, steps);
    }

    private List<CommonPoint> common(Plan plan, PlanRunRequest request, List<String> refusals) {
        try {
            return points(plan, request);
        } catch (ProblemException e) {
            refusals.add(e.getMessage());
            return List.of();
        }
    }

    /**
     * The points of replication groups to which a run that is begun now goes back.
     *
     * @throws ProblemException when a group has none
     */
    List<CommonPoint> points(Plan plan, PlanRunRequest request) {
        return PointChoice.LATEST_GROUP.equals(request.point())
                ? points.newest(plan.groups().stream().flatMap(group -> group.machines().stream()).toList())
                : List.of();
    }

    /** Why a plan cannot be run at all: what is wrong with single machines is asked about when it is their turn. */
    List<String> refusals(Plan plan, FailoverKind kind) {
        List<String> refusals = new ArrayList<>();
        for (Station station : Course.of(plan, kind)) {
            station.machine().filter(machine -> inventory.machine(machine).isEmpty()).ifPresent(machine -> refusals
                    .add("the machine " + machine + " in the group '" + station.group() + "' is not known any more"));
            station.action().flatMap(this::refusal).ifPresent(refusals::add);
        }
        return new ArrayList<>(new LinkedHashSet<>(refusals));
    }

    private Optional<String> refusal(PlanAction action) {
        return action instanceof PlanAction.Script script ? scripts.refusal(script.program()) : Optional.empty();
    }

    private Map<UUID, FailoverPreview> previews(List<Station> stations, PlanRunRequest request,
            List<CommonPoint> common) {
        try (ExecutorService some = Executors.newFixedThreadPool(SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
            Map<UUID, Future<FailoverPreview>> asked = stations.stream()
                    .filter(station -> station.kind() == PlanStepKind.MACHINE).map(station -> station.machine().get())
                    .collect(Collectors.toMap(machine -> machine,
                            machine -> some.submit(() -> preview(machine, request, common))));
            return asked.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, answer -> answered(answer.getValue())));
        }
    }

    private FailoverPreview preview(UUID machine, PlanRunRequest request, List<CommonPoint> common) {
        try {
            return warned(failovers.preview(machine, MachineWork.request(request, common, machine, null)),
                    PointChoice.LATEST_GROUP.equals(request.point()) && CommonPoints.of(machine, common).isEmpty());
        } catch (ProblemException e) {
            return new FailoverPreview(machine, request.kind(), null, null, null, null, List.of(), List.of(),
                    List.of(e.getMessage()));
        }
    }

    private static FailoverPreview warned(FailoverPreview preview, boolean alone) {
        List<Remark> warnings = new ArrayList<>(preview.warnings());
        if (alone) {
            warnings.add(new Remark(Remark.Matter.NO_GROUP_POINT, List.of(),
                    "no group point is chosen for it: it goes back to its own latest point"));
        }
        return new FailoverPreview(preview.machine(), preview.kind(), preview.pointTime(), preview.lostSeconds(),
                preview.lostBytes(), preview.masterTarget(), preview.cards(), warnings, preview.refusals());
    }

    private static FailoverPreview answered(Future<FailoverPreview> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private PlannedStep step(Station station, Map<UUID, FailoverPreview> machines, Double seconds) {
        UUID machine = station.machine().orElse(null);
        if (station.kind() == PlanStepKind.MACHINE) {
            FailoverPreview preview = machines.get(machine);
            return new PlannedStep(station.number(), station.stage(), station.group(), station.kind(), name(station),
                    machine, preview.pointTime(), preview.lostSeconds(), preview.masterTarget(), seconds,
                    preview.warnings(), preview.refusals());
        }
        return new PlannedStep(station.number(), station.stage(), station.group(), station.kind(), name(station),
                machine, null, null, null, seconds, List.of(),
                station.action().flatMap(this::refusal).stream().toList());
    }

    /** Of the machine or the action. */
    String name(Station station) {
        return station.action().map(PlanAction::name).orElseGet(() -> inventory.machine(station.machine().get())
                .map(KnownMachine::name).orElse(station.machine().get().toString()));
    }

    private Double seconds(Station station, Optional<PlanRun> last) {
        if (station.action().orElse(null) instanceof PlanAction.Delay delay) {
            return (double) delay.seconds();
        }
        if (station.kind() == PlanStepKind.CONFIRMATION) {
            return null;
        }
        return last.stream().flatMap(run -> run.steps().stream())
                .filter(step -> step.kind() == station.kind() && step.state() == PlanStepState.DONE)
                .filter(step -> Objects.equals(step.machine(), station.machine().orElse(null))
                        && (station.kind() == PlanStepKind.MACHINE || step.name().equals(name(station))))
                .map(PlanPreviews::took).findFirst().orElse(null);
    }

    private static Double took(PlanStep step) {
        Instant end = step.copy() == null || step.copy().up() == null ? step.ended() : step.copy().up();
        return Duration.between(step.begun(), end).toMillis() / MILLIS;
    }

    /** Stages follow one another; within one the longest counts. */
    private static double total(List<PlannedStep> steps) {
        return steps.stream().filter(step -> step.seconds() != null)
                .collect(Collectors.groupingBy(PlannedStep::stage,
                        Collectors.mapping(PlannedStep::seconds, Collectors.maxBy(Comparator.naturalOrder()))))
                .values().stream().flatMap(Optional::stream).mapToDouble(Double::doubleValue).sum();
    }

    private static Double lost(Map<UUID, FailoverPreview> machines) {
        boolean all = machines.values().stream().allMatch(preview -> preview.lostSeconds() != null);
        return all
                ? machines.values().stream().map(FailoverPreview::lostSeconds).max(Double::compare).orElse(null)
                : null;
    }
}
