package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import secondsite.agent.capture.Protectable;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.configuration.NbdAddress;
import secondsite.api.activity.ReportedProblem;

/** A disk of this machine whose writes are captured, in whatever way. */
sealed interface CapturedDisk extends Closeable permits CapturedImage, CapturedGuest, DiskInUse {

    Protectable capture();

    /** Offers the disk there from now on; a machine that has it by itself is offered nothing. @param address null for such a one */
    void serve(NbdAddress address) throws IOException;

    /** How old what was logged last is at least, whatever was sent of it: zero where every write is logged as it happens. */
    Duration behind();

    /** What is wrong with it that its capture does not tell. */
    List<ReportedProblem> problems();

    /** Whether single ranges can be compared with the replica while their writes are held. */
    default boolean isVerifiable() {
        return capture() instanceof SplitCapture;
    }
}
