package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.point.Moments;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.ProtectionBook;

/**
 * Up to when a disk is known without a gap. Its newest record does not tell that alone: a disk that had sent everything when its agent
 * reported last is known up to that report, though it may have written nothing for long, or ever.
 */
@Singleton
final class Horizon {

    private static final Set<DiskReport.State> CAPTURED = EnumSet.of(DiskReport.State.LOGGING,
            DiskReport.State.FENCED);

    private final ProtectionBook book;
    private final LiveReports reports;

    @Inject
    Horizon(ProtectionBook book, LiveReports reports) {
        this.book = book;
        this.reports = reports;
    }

    /** @param end time of the newest record that is kept */
    Instant of(KeptDisk disk, Instant end) {
        // An agent takes the time of a report before it looks how its disks stand.
        return reported(disk).filter(end::isBefore).orElse(end);
    }

    private Optional<Instant> reported(KeptDisk disk) {
        boolean everything = reports.disk(disk.disk()).filter(report -> CAPTURED.contains(report.state())
                && report.targetSequence() >= report.lastSequence()).isPresent();
        return book.find(disk.machine()).flatMap(machine -> reports.agent(machine.agent())).filter(_ -> everything)
                .map(AgentReport::time);
    }

    /** @param moments that its records tell, the oldest first. @return them, the last one up to when the disk is known */
    List<Moments> upTo(KeptDisk disk, List<Moments> moments) {
        if (moments.isEmpty()) {
            return moments;
        }
        var known = new ArrayList<>(moments);
        Moments last = known.removeLast();
        known.add(new Moments(last.from(), of(disk, last.to())));
        return known;
    }
}
