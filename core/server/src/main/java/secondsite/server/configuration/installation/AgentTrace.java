package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.Contact;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.Contacts;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.inventory.MachineEdits;
import secondsite.server.configuration.inventory.Uses;
import secondsite.server.configuration.security.Revocation;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.IssuedCertificates;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** What this server knows of an agent: whether it is heard of, and what is left of it when it is gone. */
@Singleton
final class AgentTrace {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOKED_AT = Duration.ofSeconds(3);
    private static final String SINCE = "waits since";

    private final LiveReports reports;
    private final Contacts contacts;
    private final Inventory inventory;
    private final MachineEdits machines;
    private final Uses uses;
    private final Database database;
    private final IssuedCertificates certificates;
    private final Revocation revocation;
    private final InstantSource clock;

    @Inject
    AgentTrace(LiveReports reports, Contacts contacts, Inventory inventory, MachineEdits machines, Uses uses,
            Database database, IssuedCertificates certificates, Revocation revocation, InstantSource clock) {
        this.reports = reports;
        this.contacts = contacts;
        this.inventory = inventory;
        this.machines = machines;
        this.uses = uses;
        this.database = database;
        this.certificates = certificates;
        this.revocation = revocation;
        this.clock = clock;
    }

    /** Its service was started, and looked at for a moment: what it reports from now on it reports since. */
    void started(JobContext job) {
        job.remember(SINCE, clock.instant().minus(LOOKED_AT).toString());
    }

    /** Done when the agent reports after its start. */
    Step heard(Course course, JobContext job) throws JobFailure {
        Peer agent = new Peer(Peer.Kind.AGENT, course.agent());
        Instant since = since(job);
        if (reports.lastHeard(agent).filter(when -> !when.isBefore(since)).isPresent()) {
            job.log("the agent " + course.agent() + " reports");
            return new Step.Done();
        }
        if (clock.instant().isAfter(since.plus(PATIENCE))) {
            throw JobFailure.forGood(ErrorCode.AGENT_NOT_HEARD,
                    "nothing was heard of the agent " + course.agent() + " for " + PATIENCE.toMinutes()
                            + " minutes after its start");
        }
        return new Step.Again(new Job.Progress(0, 0, 0, null, "waits for the agent's first report"), SOON);
    }

    private Instant since(JobContext job) {
        Optional<Instant> known = job.remembered(SINCE).map(Instant::parse);
        Instant now = clock.instant();
        if (known.isEmpty()) {
            job.remember(SINCE, now.toString());
        }
        return known.orElse(now);
    }

    /** Its certificates hold no more, and its machine is in no list. */
    Step forget(Course course, JobContext job) {
        revoke(course, job);
        Optional<KnownMachine> machine = machine(course.agent());
        if (machine.isEmpty()) {
            return new Step.Done();
        }
        Peer agent = new Peer(Peer.Kind.AGENT, course.agent());
        if (contacts.of(agent) == Contact.HEARD && clock.instant().isBefore(since(job).plus(PATIENCE))) {
            return new Step.Again(new Job.Progress(0, 0, 0, null, "waits until its last report is old"), SOON);
        }
        try {
            machines.remove(machine.get().id(), course.who());
        } catch (ProblemException e) {
            job.log("the machine stays in the list: " + e.getMessage());
        }
        return new Step.Done();
    }

    private Optional<KnownMachine> machine(String agent) {
        return agent == null ? Optional.empty() : inventory.machineOfAgent(agent);
    }

    void revoke(Course course, JobContext job) {
        if (course.agent() == null) {
            return;
        }
        List<IssuedCertificates.Issued> own = certificates.all(clock.instant()).stream()
                .filter(each -> each.revoked().isEmpty() && each.kind().equals(Peer.Kind.AGENT.word())
                        && each.name().equals(course.agent()))
                .toList();
        own.forEach(each -> revocation.revoke(each.serial(), course.who()));
        if (!own.isEmpty()) {
            job.log("the certificates of the agent " + course.agent() + " are revoked");
        }
    }

    /** @param agent null for none. @throws JobFailure when a machine would be unprotected without it */
    void refuseWhatProtects(String agent) throws JobFailure {
        Optional<KnownMachine> machine = machine(agent);
        if (machine.isEmpty()) {
            return;
        }
        UUID id = machine.get().id();
        Optional<String> why = database.read(all -> uses.ofMachine(all, id));
        if (why.isPresent()) {
            throw JobFailure.forGood(ErrorCode.AGENT_PROTECTS, machine.get().name() + ": " + why.get());
        }
    }
}
