package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;
import secondsite.api.recovery.Failover;
import secondsite.server.configuration.protection.MasterTargets;

/** The machines as the master targets tell that are their hosts. */
@Singleton
public final class HostedCopies implements Copies {

    private final MasterTargets targets;

    @Inject
    HostedCopies(MasterTargets targets) {
        this.targets = targets;
    }

    @Override
    public ProbeAnswer ask(Failover of, Probe probe) throws IOException {
        return targets.host(of.masterTarget()).ask(of.hosted(), probe);
    }

    @Override
    public byte[] picture(Failover of) throws IOException {
        return targets.host(of.masterTarget()).picture(of.hosted());
    }
}
