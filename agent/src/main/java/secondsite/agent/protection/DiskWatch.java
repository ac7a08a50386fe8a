package secondsite.agent.protection;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureStatus;
import secondsite.agent.capture.Situation;
import secondsite.agent.ship.DiskShipping;

/** Keeps a disk's shipping going and tells the log what changes. */
public final class DiskWatch implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final long LOOK_MILLIS = 250;

    private final String name;
    private final Capture capture;
    private final Optional<DiskShipping> shipping;
    private final Runnable looked;
    private final Pulse pulse;
    private Situation told;
    private boolean warned;
    private Optional<String> problem = Optional.empty();

    /**
     * @param shipping empty for a disk that is captured only
     * @param looked   told after each look, which may have changed what the disk needs
     */
    public DiskWatch(String name, Capture capture, Optional<DiskShipping> shipping, Runnable looked) {
        this.name = name;
        this.capture = capture;
        this.shipping = shipping;
        this.looked = looked;
        this.pulse = new Pulse("watch " + capture.identity().disk(), LOOK_MILLIS, this::look);
    }

    public void start() {
        pulse.start();
    }

    private void look() {
        shipping.ifPresent(DiskShipping::step);
        looked.run();
        CaptureStatus now = capture.status();
        tell(now.situation());
        tell(now.spool().warning());
        shipping.map(DiskShipping::problem).filter(said -> !said.equals(problem)).ifPresent(said -> {
            problem = said;
            said.ifPresent(what -> LOG.warn("disk {}: not shipped: {}", name, what));
        });
    }

    private void tell(Situation now) {
        if (told == null || told.state() != now.state()) {
            LOG.info("disk {}: {}{}", name, now.state(), switch (now.state()) {
                case LOGGING -> "";
                default -> ", " + now.reason().words() + (now.detail().isEmpty() ? "" : ": " + now.detail());
            });
        }
        told = now;
    }

    private void tell(boolean warning) {
        if (warning && !warned) {
            LOG.warn("disk {}: more than half of its spool's limit is used", name);
        }
        warned = warning;
    }

    @Override
    public void close() throws IOException {
        pulse.close();
        if (shipping.isPresent()) {
            shipping.get().close();
        }
    }
}
