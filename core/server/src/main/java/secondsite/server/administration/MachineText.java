package secondsite.server.administration;

import java.io.PrintWriter;
import java.util.Optional;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.MachineDetail;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.Protection;
import secondsite.api.replication.Protection.Pair;

/** Tells all of a machine: what it is, how it is protected, and what may be done. */
final class MachineText {

    private final MachineDetail machine;
    private final Protection protection;
    private final String policy;
    private final Wording wording;

    /** @param policy name of the policy that it follows; null for none */
    MachineText(MachineDetail machine, Protection protection, String policy, Wording wording) {
        this.machine = machine;
        this.protection = protection;
        this.policy = policy;
        this.wording = wording;
    }

    void print(PrintWriter out) {
        facts().print(out);
        out.println();
        disks().print(out);
        Optional.ofNullable(machine.system()).ifPresent(system -> new SystemText(system, machine.nics()).print(out));
        problems(out);
        out.println();
        var actions = new Table("ACTION", "ALLOWED", "WHY NOT");
        for (AllowedAction action : protection.actions()) {
            actions.row(Wording.word(action.action()), Wording.yes(action.allowed()), action.reason());
        }
        actions.print(out);
    }

    private Table facts() {
        var summary = machine.summary();
        var facts = new Table("MACHINE", summary.name());
        facts.row("id", summary.id());
        facts.row("agent", summary.agent() + ", " + Wording.word(summary.contact()) + ", last seen "
                + wording.time(summary.lastSeen()));
        facts.row("system", Wording.text(summary.hostName()) + ", " + Wording.text(summary.operatingSystem()) + ", "
                + machine.processors() + " processors, " + Wording.size(machine.memoryBytes()));
        facts.row("protection", Wording.word(protection.state()) + (protection.paused() ? ", paused" : "")
                + Optional.ofNullable(protection.since()).map(since -> " since " + wording.time(since)).orElse(""));
        facts.row("health", protection.health() == null ? null : Wording.word(protection.health().level()));
        facts.row("RPO", Wording.span(protection.rpoSeconds()));
        facts.row("policy", policy);
        facts.row("process server", protection.processServer());
        facts.row("master target", protection.masterTarget());
        facts.row("verified", wording.time(protection.verified()));
        return facts.row("job", protection.job());
    }

    private Table disks() {
        var disks = new Table("DISK", "SIZE", "COPIED", "SOURCE", "LACKING", "RATE", "LAG", "OLDEST POINT",
                "NEWEST POINT");
        for (Pair pair : protection.pairs()) {
            Optional<DiskReport> source = Optional.ofNullable(pair.source());
            disks.row(pair.name(), Wording.size(pair.size()), Wording.yes(pair.copied()),
                    source.map(MachineText::source).orElse(null),
                    source.map(each -> Wording.size(each.bytesWaiting())).orElse(null),
                    source.map(each -> Wording.rate(each.bytesPerSecond())).orElse(null),
                    source.map(each -> Wording.span(each.lagSeconds())).orElse(null),
                    pair.target() == null ? null : wording.time(pair.target().oldest()),
                    pair.target() == null ? null : wording.time(pair.target().newest()));
        }
        machine.disks().stream().filter(disk -> protection.pairs().stream().noneMatch(
                pair -> pair.disk().equals(disk.id())))
                .forEach(disk -> disks.row(disk.name(), Wording.size(disk.size()), "no",
                        disk.gone() ? "gone" : "not protected", null, null, null, null, null));
        return disks;
    }

    private static String source(DiskReport report) {
        DiskWork work = report.work();
        return Wording.word(report.state()) + (work == null || work.totalBytes() == 0
                ? ""
                : ", " + Wording.word(work.kind()) + " " + 100 * work.doneBytes() / work.totalBytes() + " %");
    }

    private void problems(PrintWriter out) {
        if (protection.health() != null) {
            protection.health().reasons().forEach(reason -> print(reason, out));
        }
        machine.problems().forEach(problem -> print(problem, out));
    }

    private static void print(ReportedProblem problem, PrintWriter out) {
        out.println(Wording.clean(problem.code() + ": " + problem.detail()));
    }
}
