package secondsite.server.configuration.health;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.site.MasterTargetReport.Kept;
import secondsite.api.transfer.GatewayStatus;

/**
 * What is known of a protected disk. Bytes.
 *
 * @param size of the disk as it is protected
 */
public record PairFacts(UUID disk, String name, long size, Source source, Way way, Target target) {

    /**
     * On the machine.
     *
     * @param size   as the machine has the disk now; empty when it has it no longer
     * @param report what the agent told last
     * @param proof  of the last comparison that was told, which an agent forgets when it is started again
     * @param broken when capture last stopped to keep every write, by this server's clock; empty when it keeps them, or that is not known
     */
    public record Source(OptionalLong size, Optional<DiskReport> report, Optional<DiskVerification> proof,
            Optional<Instant> broken) {

        Optional<DiskVerification> newestProof() {
            return report.map(DiskReport::verified).or(() -> proof);
        }

        boolean is(DiskReport.State state) {
            return report.filter(last -> last.state() == state).isPresent();
        }
    }

    /** @param server over which its records go. @param status what that told last */
    public record Way(Optional<String> server, Optional<GatewayStatus> status) {}

    /**
     * At the second site.
     *
     * @param server that keeps it
     * @param heard  when that reported last
     * @param frozen why nothing expires there; empty when all is well
     * @param kept   what it told of this disk; empty when it told nothing
     */
    public record Target(Optional<String> server, Optional<Heard> heard, Optional<String> frozen,
            Optional<Kept> kept) {

        /** Whether what it told holds now. */
        boolean fresh(int missed, Instant now) {
            return heard.filter(last -> !last.late(missed, now)).isPresent();
        }
    }
}
