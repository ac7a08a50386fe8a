package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a program run until it is told to end (SIGTERM, SIGINT), and then leaves everything in order. */
final class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private Ending() {}

    /** Does not return: the program ends with 0 when all was closed in order, else with 1. */
    static int await(Closeable running) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(end(running)), "ending"));
        new CountDownLatch(1).await();
        return 0;
    }

    private static int end(Closeable running) {
        try {
            running.close();
            LOG.info("ended in order");
            return 0;
        } catch (IOException | RuntimeException e) {
            LOG.error("not everything could be left in order; the next start recovers: {}", e.getMessage());
            return Main.FAILED;
        }
    }
}
