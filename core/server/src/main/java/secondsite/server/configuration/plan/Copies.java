package secondsite.server.configuration.plan;

import java.io.IOException;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;
import secondsite.api.recovery.Failover;

/** Machines that were brought up, as their hosts see them. */
public interface Copies {

    /**
     * Asks a probe once.
     *
     * @throws IOException when the host does not answer
     */
    ProbeAnswer ask(Failover of, Probe probe) throws IOException;

    /**
     * What its screen shows, as PNG.
     *
     * @throws IOException when the host does not answer, or it has no screen
     */
    byte[] picture(Failover of) throws IOException;
}
