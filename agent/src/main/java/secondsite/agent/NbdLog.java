package secondsite.agent;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.engine.nbd.NbdEvents;

/** Tells the log what happens to a disk's NBD clients. */
final class NbdLog implements NbdEvents {

    private static final Logger LOG = LoggerFactory.getLogger(NbdLog.class);

    private final String disk;

    NbdLog(String disk) {
        this.disk = disk;
    }

    @Override
    public void opened(String client, String export) {
        LOG.info("{}: {} has connected", disk, client);
    }

    @Override
    public void closed(String client, String export, Throwable reason) {
        LOG.info("{}: {} is gone{}", disk, client, reason == null ? "" : ": " + reason.getMessage());
    }

    @Override
    public void refused(String client, Throwable reason) {
        if (reason != null) {
            LOG.warn("{}: {} was not served: {}", disk, client, reason.getMessage());
        }
    }

    @Override
    public void failed(String client, String export, String request, Throwable reason) {
        LOG.error("{}: {} failed: {}", disk, request, reason.toString());
    }

    @Override
    public void acceptFailed(String address, IOException reason) {
        LOG.error("{}: no client can be taken at {}: {}", disk, address, reason.getMessage());
    }
}
