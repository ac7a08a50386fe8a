package secondsite.agent.management;

import java.io.IOException;
import java.util.function.Consumer;
import secondsite.agent.capture.Capture;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.CopyProgress;
import secondsite.agent.copy.ReadingTarget;
import secondsite.api.machine.DiskVerification;

/** Compares disks with their replicas, and changes nothing. */
@FunctionalInterface
public interface Verifier {

    /**
     * A protected disk.
     *
     * @param target tells the checksums of its replica
     * @param logged hears that something is durable in the spool for which others wait
     */
    record Subject(Capture capture, ReadingTarget target, CopyMeans means, Runnable logged) {}

    /**
     * Verifies a disk.
     *
     * @param progress told now and then how far it is
     * @throws IOException          why it could not be done
     * @throws InterruptedException when the agent ends
     */
    DiskVerification verify(Subject subject, Consumer<CopyProgress> progress) throws IOException, InterruptedException;
}
