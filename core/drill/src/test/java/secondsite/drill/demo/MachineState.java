package secondsite.drill.demo;

import java.util.List;
import java.util.stream.Collectors;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.replication.Health;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionState;

/** How the configuration server says that a machine is protected, as the demo understands it. */
record MachineState(Protection told) {

    /** All its disks can be brought back. */
    boolean recoverable() {
        return told.state() == ProtectionState.PROTECTED && !told.pairs().isEmpty()
                && told.pairs().stream().allMatch(pair -> pair.target() != null && pair.target().recoverable());
    }

    /** Everything that was written when its agent last reported is durable at the second site. */
    boolean settled() {
        return told.state() == ProtectionState.PROTECTED && told.pairs().stream().map(Protection.Pair::source)
                .allMatch(source -> source != null && source.state() == DiskReport.State.LOGGING
                        && source.targetSequence() >= source.lastSequence());
    }

    /** It does not go on where it was, but compares disks and replicas to make them equal. */
    boolean resynchronizes() {
        return told.state() != ProtectionState.PROTECTED
                || told.pairs().stream().map(Protection.Pair::source).anyMatch(MachineState::resynchronizes);
    }

    private static boolean resynchronizes(DiskReport source) {
        return source != null && (source.state() != DiskReport.State.LOGGING
                || source.work() != null && source.work().kind() == DiskWork.Kind.RESYNC);
    }

    /** All its disks were compared with their replicas. */
    boolean verified() {
        return told.verified() != null && verifications().size() == told.pairs().size();
    }

    /** What was compared, of all its disks. */
    long comparedBytes() {
        return verifications().stream().mapToLong(DiskVerification::comparedBytes).sum();
    }

    long differentBytes() {
        return verifications().stream().mapToLong(DiskVerification::differentBytes).sum();
    }

    private List<DiskVerification> verifications() {
        return told.pairs().stream().filter(pair -> pair.source() != null && pair.source().verified() != null)
                .map(pair -> pair.source().verified()).toList();
    }

    /** What the journals of its disks take at the second site. */
    long journalBytes() {
        return told.pairs().stream().filter(pair -> pair.target() != null)
                .mapToLong(pair -> pair.target().journalBytes()).sum();
    }

    /** In words. */
    String health() {
        Health health = told.health();
        if (health == null) {
            return "not judged yet";
        }
        String why = health.reasons().stream().map(reason -> reason.code() + " (" + reason.detail() + ")")
                .collect(Collectors.joining("; "));
        return health.level() + (why.isEmpty() ? "" : ": " + why);
    }
}
