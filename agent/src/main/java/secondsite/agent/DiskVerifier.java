package secondsite.agent;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import secondsite.agent.copy.CopyProgress;
import secondsite.agent.copy.Verification;
import secondsite.agent.management.Verifier;
import secondsite.api.machine.DiskVerification;
import secondsite.engine.ship.Bandwidth;

/**
 * Compares disks with their replicas, slowly enough to be no burden.
 *
 * @param jobsAtOnce fair; its permit, which the caller has, is lent to copies and comparisons that wait for it
 */
record DiskVerifier(Semaphore jobsAtOnce) implements Verifier {

    private static final long BYTES_PER_SECOND = 64L << 20;

    @Override
    public DiskVerification verify(Subject subject, Consumer<CopyProgress> progress)
            throws IOException, InterruptedException {
        var verification = new Verification(subject.capture(), subject.target(), subject.means(),
                new Bandwidth(BYTES_PER_SECOND), subject.logged());
        return verification.run(() -> {
            progress.accept(verification.progress());
            jobsAtOnce.release();
            // The caller gives the permit back, so it must be had again whatever comes.
            jobsAtOnce.acquireUninterruptibly();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        });
    }
}
