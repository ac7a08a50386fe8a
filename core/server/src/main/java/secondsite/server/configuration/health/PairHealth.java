package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.replication.Thresholds;
import secondsite.api.site.MasterTargetReport.Kept;

/** The rules for one protected disk: a method each. */
final class PairHealth {

    /** Words of a process server for what does not go on by itself. */
    private static final Set<String> STOPPED = Set.of("fenced", "receiver-ahead", "receiver-too-far-behind",
            "epoch-over", "refused",
            "source-failed");
    /** What an agent can report that may pass by itself, or leaves what was replicated before as it is. */
    private static final Set<ErrorCode> PASSING = Set.of(ErrorCode.NETWORK_FAILED, ErrorCode.POINT_NOT_MADE,
            ErrorCode.GROUP_POINT_NOT_MADE, ErrorCode.SCRIPT_FAILED, ErrorCode.FREEZE_FAILED, ErrorCode.ORDER_REFUSED,
            ErrorCode.PROCESS_SERVER_UNREACHABLE, ErrorCode.MASTER_TARGET_UNREACHABLE, ErrorCode.OUT_OF_MEMORY,
            ErrorCode.GUEST_AWAY);

    private final MachineFacts machine;
    private final PairFacts pair;
    private final Thresholds limits;
    private final Instant now;

    PairHealth(MachineFacts machine, PairFacts pair, Thresholds limits, Instant now) {
        this.machine = machine;
        this.pair = pair;
        this.limits = limits;
        this.now = now;
    }

    /** All that is not well. */
    Stream<Finding> findings() {
        Stream<Optional<Finding>> always = Stream.of(processServer(), masterTarget(), disk(), spool(), fenced(),
                work());
        Stream<Optional<Finding>> replicated = machine.replicated()
                ? Stream.of(capture(), resync(), way(), recoveryPoint(), damage(), replica(), frozen(), rpo(),
                        verification())
                : Stream.of(copy());
        return Stream.concat(Stream.concat(always, replicated).flatMap(Optional::stream), problems());
    }

    private Optional<Finding> processServer() {
        return pair.way().server().isPresent()
                ? Optional.empty()
                : critical(ErrorCode.PROCESS_SERVER_MISSING, "no process server is set for it");
    }

    private Optional<Finding> masterTarget() {
        return pair.target().server().isPresent()
                ? Optional.empty()
                : critical(ErrorCode.MASTER_TARGET_MISSING, "no master target is set for it");
    }

    private Optional<Finding> disk() {
        if (pair.source().size().isEmpty()) {
            return critical(ErrorCode.DISK_GONE, "the machine has it no longer");
        }
        long size = pair.source().size().getAsLong();
        return size == pair.size()
                ? Optional.empty()
                : critical(ErrorCode.DISK_RESIZED, "it has " + size + " bytes now, its replica " + pair.size());
    }

    private Optional<Finding> spool() {
        return pair.source().report().filter(report -> report.spoolLimit() > 0).flatMap(report -> {
            String detail = Evidence.percent(report.spoolBytes(), report.spoolLimit()) + " of the spool's "
                    + Evidence.bytes(report.spoolLimit()) + " are taken";
            if (report.spoolBytes() >= report.spoolLimit()) {
                return critical(ErrorCode.SPOOL_FULL, detail);
            }
            return 100.0 * report.spoolBytes() > (double) limits.spoolWarningPercent() * report.spoolLimit()
                    ? warning(ErrorCode.SPOOL_FILLING, detail)
                    : Optional.empty();
        });
    }

    private Optional<Finding> fenced() {
        return pair.source().is(State.FENCED)
                ? critical(ErrorCode.DISK_FENCED, "it has been failed over; the machine's writes are refused")
                : Optional.empty();
    }

    private Optional<Finding> work() {
        return pair.source().report().map(DiskReport::work).filter(work -> work.problem() != null)
                .flatMap(work -> warning(ErrorCode.REPLICATION_STOPPED, word(work) + " is tried again: "
                        + work.problem()));
    }

    private static String word(DiskWork work) {
        return switch (work.kind()) {
            case INITIAL_REPLICATION -> "the initial replication";
            case RESYNC -> "the resync";
            case VERIFICATION -> "the verification";
        };
    }

    /** What the agent says itself. */
    private Stream<Finding> problems() {
        return pair.source().report().stream().flatMap(report -> report.problems().stream()).map(this::problem);
    }

    private Finding problem(ReportedProblem problem) {
        return (PASSING.contains(problem.code())
                ? warning(problem.code(), problem.detail())
                : critical(problem.code(), problem.detail())).orElseThrow();
    }

    private Optional<Finding> copy() {
        String how = pair.target().kept().filter(kept -> kept.chunks() > 0)
                .map(kept -> Evidence.percent(kept.copiedChunks(), kept.chunks()) + " are copied")
                .orElse("nothing is copied yet");
        return Optional.of(Finding.unknown(ErrorCode.INITIAL_REPLICATION_RUNNING, said("there is no recovery point: "
                + how)));
    }

    private Optional<Finding> capture() {
        return pair.source().is(State.UNPROTECTED)
                ? critical(ErrorCode.REPLICATION_STOPPED, "the agent keeps nothing of its writes")
                : Optional.empty();
    }

    private Optional<Finding> resync() {
        return pair.source().report().flatMap(report -> switch (report.state()) {
            case RESYNC_REQUIRED -> critical(ErrorCode.RESYNC_REQUIRED, "about " + Evidence.bytes(report.dirtyBytes())
                    + " are to be compared" + (report.reason() == null ? "" : ": " + report.reason()));
            case RESYNCING -> warning(ErrorCode.RESYNC_REQUIRED, "it is being compared" + progress(report.work()));
            case LOGGING, UNPROTECTED, FENCED -> Optional.empty();
        });
    }

    private static String progress(DiskWork work) {
        return work == null || work.totalBytes() <= 0
                ? ""
                : ": " + Evidence.percent(work.doneBytes(), work.totalBytes()) + " of "
                        + Evidence.bytes(work.totalBytes());
    }

    /** Somebody who has paused it knows that it does not go on. */
    private Optional<Finding> way() {
        return pair.way().status().filter(_ -> !machine.paused()).filter(status -> STOPPED.contains(status.state()))
                .flatMap(status -> critical(ErrorCode.REPLICATION_STOPPED, "the process server says " + status.state()
                        + (status.lastError() == null ? "" : ": " + status.lastError())));
    }

    private Optional<Finding> recoveryPoint() {
        return pair.target().kept().filter(kept -> !kept.recoverable()).isPresent()
                ? critical(ErrorCode.NO_RECOVERY_POINT, "it cannot be brought back to anything")
                : Optional.empty();
    }

    private Optional<Finding> damage() {
        return pair.target().kept().map(Kept::problem)
                .flatMap(problem -> critical(ErrorCode.REPLICA_DAMAGED, problem));
    }

    /** A target that has not reported cannot lack anything. */
    private Optional<Finding> replica() {
        return pair.target().heard().isPresent() && pair.target().kept().isEmpty()
                ? critical(ErrorCode.REPLICA_GONE, "the master target keeps nothing of it")
                : Optional.empty();
    }

    private Optional<Finding> frozen() {
        return pair.target().frozen().flatMap(why -> warning(ErrorCode.TARGET_CLOCK_FROZEN, why));
    }

    /** A pause is shown as what it is, not as what follows from it. */
    private Optional<Finding> rpo() {
        if (machine.paused()) {
            return Optional.empty();
        }
        Optional<Duration> age = new Rpo(limits.missedReports(), now).of(pair, machine.agent().heard());
        if (age.isEmpty()) {
            return Optional.of(Finding.unknown(ErrorCode.RPO_UNKNOWN, said("how old its newest state at the target is "
                    + "cannot be told from what was heard")));
        }
        Duration allowed = Duration.ofSeconds(machine.rpoSeconds());
        String detail = "its newest state at the target is " + Evidence.span(age.get()) + " old, "
                + Evidence.percent(age.get().toMillis(), allowed.toMillis()) + " of the " + Evidence.span(allowed)
                + " allowed";
        if (age.get().compareTo(allowed) > 0) {
            return critical(ErrorCode.RPO_EXCEEDED, detail);
        }
        return age.get().toMillis() * 100 > allowed.toMillis() * limits.rpoWarningPercent()
                ? warning(ErrorCode.RPO_EXCEEDED, detail)
                : Optional.empty();
    }

    /** Nothing is well without a proof that is young enough; one that is not there yet is no warning until its time is over. */
    private Optional<Finding> verification() {
        if (pair.source().report().isEmpty()) {
            return Optional.of(Finding.unknown(ErrorCode.VERIFICATION_OVERDUE,
                    said("its agent has not told when it was last compared with its replica")));
        }
        Optional<DiskVerification> proof = pair.source().newestProof();
        if (proof.filter(last -> last.differentBytes() > 0).isPresent()) {
            return proof.flatMap(last -> critical(ErrorCode.VERIFICATION_FAILED, Evidence.bytes(last.differentBytes())
                    + " of " + Evidence.bytes(last.comparedBytes()) + " differed from the replica at " + last.ended()));
        }
        Duration allowed = Duration.ofDays(machine.verifyDays());
        Duration age = Duration.between(verified(proof), now);
        if (age.compareTo(allowed) > 0) {
            return warning(ErrorCode.VERIFICATION_OVERDUE, (proof.isEmpty()
                    ? "it was not compared with its replica for " + Evidence.span(age)
                    : "it was last found equal to its replica " + Evidence.span(age) + " ago") + "; "
                    + machine.verifyDays() + " d are allowed");
        }
        return proof.isPresent()
                ? Optional.empty()
                : Optional.of(Finding.unknown(ErrorCode.VERIFICATION_OVERDUE,
                        said("it has not been compared with its replica yet")));
    }

    private Instant verified(Optional<DiskVerification> proof) {
        return proof.map(DiskVerification::ended)
                .map(ended -> machine.agent().heard().map(heard -> heard.here(ended)).orElse(ended))
                .orElse(machine.since());
    }

    private Optional<Finding> warning(ErrorCode code, String detail) {
        return Optional.of(Finding.warning(code, said(detail)));
    }

    private Optional<Finding> critical(ErrorCode code, String detail) {
        return Optional.of(Finding.critical(code, said(detail)));
    }

    private String said(String detail) {
        return pair.name() + ": " + detail;
    }
}
