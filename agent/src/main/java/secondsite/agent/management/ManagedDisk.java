package secondsite.agent.management;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.agent.capture.Capture;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.MachineInventory.DiskFacts;

/** A disk that the agent serves, protected or not. Safe for use by several threads. */
public interface ManagedDisk {

    UUID id();

    /** What the configuration server is told of it before anything is done with it. */
    DiskFacts facts();

    boolean isProtected();

    /**
     * Protects it this way from now on; nothing that is written meanwhile is missed. May be called again with the same or other terms.
     *
     * @throws IOException              when it cannot be done now; may be tried again
     * @throws IllegalArgumentException when the assignment makes no sense
     */
    void protect(DiskAssignment assignment) throws IOException;

    /** Only serves it from now on, and gives its spool back. May be called again. */
    void unprotect() throws IOException;

    /** Its writes, when it is protected. */
    Capture capture();

    /** There is something new in its spool that is durable. */
    void wake();

    /** Compares it with its replica now: what is known to differ perhaps, or else the whole disk. */
    void resync() throws IOException;

    /** The same for one that was ordered in an earlier run and has not ended. */
    void resyncGoesOn();

    /** Whether such a comparison has not ended. */
    boolean resyncIsOrdered();

    /** With what it can be compared now; empty while nothing is sent. */
    Optional<Verifier.Subject> verifiable();

    /**
     * How it stands.
     *
     * @param verifying null when it is not being verified
     * @param verified  outcome of the last verification; null for none
     * @param more      problems besides those that it knows itself
     */
    DiskReport report(DiskWork verifying, DiskVerification verified, List<ReportedProblem> more);
}
