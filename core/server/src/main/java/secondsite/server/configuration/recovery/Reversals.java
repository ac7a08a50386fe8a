package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.recovery.ReverseRequest;
import secondsite.api.replication.Ordered;
import secondsite.api.replication.ProtectionAction;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.Succession;
import secondsite.server.configuration.protection.Choices;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.configuration.protection.Situations;
import secondsite.server.web.ProblemException;

/** Orders to replicate machines in the other direction. */
@Singleton
public final class Reversals {

    private final ProtectionBook protections;
    private final Situations situations;
    private final Choices choices;
    private final Succession succession;
    private final Jobs jobs;
    private final AuditLog audit;

    @Inject
    Reversals(ProtectionBook protections, Situations situations, Choices choices, Succession succession, Jobs jobs,
            AuditLog audit) {
        this.protections = protections;
        this.situations = situations;
        this.choices = choices;
        this.succession = succession;
        this.jobs = jobs;
        this.audit = audit;
    }

    /** @throws ProblemException when it may not be done now, or what is named cannot be */
    public Ordered order(UUID id, ReverseRequest request, String who) {
        situations.require(ProtectionAction.REVERSE, id);
        KnownMachine machine = situations.machine(id);
        String agent = request.agent();
        boolean has = agent != null && machine.machine().agent().equals(agent);
        if (agent == null || !has && !succession.free(agent)) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'agent': " + agent + " does not report, or has a"
                    + " machine with disks of its own; let an agent join at the host where " + machine.name()
                    + " runs");
        }
        String server = choices.processServer(request.processServer());
        String target = choices.masterTarget(request.masterTarget());
        if (target.equals(situations.protection(id).masterTarget())) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'masterTarget': " + target + " is where "
                    + machine.name() + " runs; name one at another place");
        }
        long number = protections.change(change -> {
            audit.note(change.transaction(), who, "replication reversed", machine.name(),
                    "by agent " + agent + ", over " + server + " to " + target);
            return jobs.add(change.transaction(), new JobOrder(Reversing.WORD, id.toString(), machine.name(), who,
                    Map.of(Reversing.AGENT, agent, Reversing.PROCESS_SERVER, server, Reversing.MASTER_TARGET, target)));
        });
        jobs.wake();
        return new Ordered(number);
    }
}
