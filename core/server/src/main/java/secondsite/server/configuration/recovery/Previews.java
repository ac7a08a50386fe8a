package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.host.MachineSpecification;
import secondsite.api.machine.AgentReport;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.PlannedCard;
import secondsite.api.recovery.Remark;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.configuration.protection.Situations;
import secondsite.server.web.ProblemException;

/** What failovers would do, before they are ordered. Changes nothing. */
@Singleton
final class Previews {

    private final Situations situations;
    private final ProtectionBook protections;
    private final Specifications specifications;
    private final PointChoice points;
    private final Loss loss;
    private final SourceShutDown source;
    private final Whereabouts whereabouts;
    private final LiveReports reports;

    @Inject
    Previews(Situations situations, ProtectionBook protections, Specifications specifications, PointChoice points,
            Loss loss, SourceShutDown source, Whereabouts whereabouts, LiveReports reports) {
        this.situations = situations;
        this.protections = protections;
        this.specifications = specifications;
        this.points = points;
        this.loss = loss;
        this.source = source;
        this.whereabouts = whereabouts;
        this.reports = reports;
    }

    FailoverPreview of(UUID machine, FailoverRequest request) {
        List<String> refusals = new ArrayList<>();
        List<Remark> warnings = new ArrayList<>();
        situations.refusal(Kinds.action(request.kind()), machine).ifPresent(code -> refusals.add(code.name()));
        List<PlannedCard> cards = new ArrayList<>();
        Optional<ProtectedMachine> known = protections.find(machine);
        known.ifPresent(now -> look(now, request, cards, warnings, refusals));
        if (request.kind() == FailoverKind.PLANNED) {
            known.ifPresent(now -> plan(now, request, warnings, refusals));
            return new FailoverPreview(machine, request.kind(), null, 0.0, 0L,
                    known.map(ProtectedMachine::masterTarget).orElse(null), cards, warnings, refusals);
        }
        Optional<PointChoice.Chosen> chosen = known.flatMap(_ -> chosen(machine, request, refusals));
        Double lost = chosen.map(point -> loss.seconds(known.orElseThrow(), point)).orElse(null);
        return new FailoverPreview(machine, request.kind(), chosen.map(PointChoice.Chosen::time).orElse(null), lost,
                known.filter(loss::known).map(loss::waiting).orElse(null),
                known.map(ProtectedMachine::masterTarget).orElse(null), cards, warnings, refusals);
    }

    /** What a planned failover needs of its source. */
    private void plan(ProtectedMachine machine, FailoverRequest request, List<Remark> warnings,
            List<String> refusals) {
        if (!source.heard(machine)) {
            refusals.add(ErrorCode.AGENT_SILENT.name());
        } else if (whereabouts.of(machine.machine()).isEmpty()) {
            reports.agent(machine.agent())
                    .ifPresent(report -> power(machine.agent(), report.power(), request, warnings, refusals));
        }
        if (loss.waiting(machine) > 0) {
            warnings.add(Remarks.waiting(loss.waiting(machine)));
        }
    }

    /** @param power null when the agent has no switch */
    private static void power(String agent, AgentReport.Power power, FailoverRequest request, List<Remark> warnings,
            List<String> refusals) {
        if (SourceShutDown.wanted(request)) {
            if (power == null) {
                refusals.add(ErrorCode.SOURCE_POWER_UNKNOWN.name());
            }
        } else if (power == AgentReport.Power.RUNNING) {
            warnings.add(Remarks.sourceOn(agent));
        } else if (power != AgentReport.Power.SHUT_DOWN) {
            warnings.add(Remarks.powerUntold(agent));
        }
    }

    private Optional<PointChoice.Chosen> chosen(UUID machine, FailoverRequest request, List<String> refusals) {
        try {
            return Optional.of(points.of(machine, Kinds.point(request)));
        } catch (ProblemException e) {
            refusals.add(e.getMessage());
            return Optional.empty();
        }
    }

    private void look(ProtectedMachine machine, FailoverRequest request, List<PlannedCard> cards,
            List<Remark> warnings, List<String> refusals) {
        Optional<MasterTargetReport> target = reports.masterTarget(machine.masterTarget());
        if (target.isEmpty()) {
            warnings.add(Remarks.unheard(machine.masterTarget()));
        } else if (target.get().host() == null) {
            refusals.add(machine.masterTarget() + " runs no machines");
        }
        if (!loss.known(machine)) {
            warnings.add(Remarks.unknownSource());
        }
        var draft = Undertaking.draft(machine.machine(), request, machine.masterTarget());
        try {
            MachineSpecification made = specifications.of(draft, List.of());
            target.map(MasterTargetReport::host).map(host -> HostLacks.of(host, made)).orElse(List.of())
                    .forEach(lack -> refusals.add(machine.masterTarget() + ": " + lack));
            for (Cards.Placed card : specifications.cards(draft)) {
                cards.add(card.planned());
                warnings.addAll(card.warnings());
            }
        } catch (IllegalArgumentException e) {
            refusals.add("no such machine can be made: " + e.getMessage());
        }
    }
}
