package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStep;
import secondsite.api.installation.TargetMachine;
import secondsite.api.security.TokenRequest;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.security.Joining;
import secondsite.server.web.Peer;

/** What a process server is told for a step. */
@Singleton
final class PushOrders {

    private static final int TOKEN_MINUTES = 30;

    private final SignIns signIns;
    private final HostKeyBook keys;
    private final AgentPackages packages;
    private final Joining joining;
    private final OwnAddress own;

    @Inject
    PushOrders(SignIns signIns, HostKeyBook keys, AgentPackages packages, Joining joining, OwnAddress own) {
        this.signIns = signIns;
        this.keys = keys;
        this.packages = packages;
        this.joining = joining;
        this.own = own;
    }

    PushOrder of(PushStep step, UUID id, Course course, JobContext job) throws JobFailure {
        TargetMachine target = course.machine();
        String known = target.hostKey() == null
                ? keys.known(target.address(), target.sshPort()).orElse(null)
                : target.hostKey();
        // What a preflight has seen and was believed then is what has to be there in the next step.
        String key = known == null && step != PushStep.PREFLIGHT ? course.hostKey() : known;
        var machine = new TargetMachine(target.address(), target.port(), course.agent(), key);
        return new PushOrder(step, owner(job), machine, course.trustNewKeys(), signIns.of(id, course),
                agentPackage(step, course), own.address(), own.fingerprint(),
                step == PushStep.REGISTER ? token(course) : null);
    }

    /** The same for all steps of a job, whatever happens meanwhile. */
    private String owner(JobContext job) {
        return own.address().getHost().replace("[", "").replace("]", "") + ":" + own.address().getPort() + " job "
                + job.number();
    }

    private AgentPackage agentPackage(PushStep step, Course course) {
        if (step != PushStep.PREFLIGHT) {
            return course.agentPackage();
        }
        boolean brings = course.action() != InstallationAction.UNINSTALL
                && course.action() != InstallationAction.ROLL_BACK;
        return brings ? packages.largest(course.version()).orElse(null) : null;
    }

    private String token(Course course) {
        return joining.token(new TokenRequest(Peer.Kind.AGENT.word(), course.agent(), TOKEN_MINUTES), course.who())
                .text();
    }
}
