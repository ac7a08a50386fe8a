package secondsite.server.configuration.health;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.api.replication.Health.Level.CRITICAL;
import static secondsite.api.replication.Health.Level.OK;
import static secondsite.api.replication.Health.Level.UNKNOWN;
import static secondsite.api.replication.Health.Level.WARNING;
import static secondsite.server.configuration.health.Sound.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskWork;
import secondsite.api.replication.Health.Level;
import secondsite.api.replication.Health;
import secondsite.api.replication.ProtectionState;
import secondsite.api.replication.Thresholds;

/** Each rule with values at both sides of its threshold. */
class MachineHealthTest {

    private final Sound sound = new Sound();

    private Health health() {
        return new MachineHealth(Thresholds.DEFAULTS, "1.2.0").of(sound.machine(), NOW);
    }

    private void is(Level level, ErrorCode code, String evidence) {
        Health health = health();
        assertThat(health.level()).as(health.toString()).isEqualTo(level);
        assertThat(health.reasons()).extracting(ReportedProblem::code).containsExactly(code);
        assertThat(health.reasons().getFirst().detail()).contains(evidence);
    }

    private void isWell() {
        assertThat(health()).isEqualTo(new Health(OK, List.of()));
    }

    @Test
    void aMachineOfWhichAllIsWellHasNoReason() {
        isWell();
    }

    @ParameterizedTest
    @CsvSource({"720, OK, ", "721, WARNING, '12 min 1 s old, 80 % of the 15 min allowed'",
            "900, WARNING, '15 min old, 100 %'", "901, CRITICAL, '15 min 1 s old, 100 %'",
            "86400, CRITICAL, '1 d old, 9600 %'"})
    void theAgeOfTheNewestStateIsHeldAgainstThePolicy(long seconds, Level level, String evidence) {
        sound.newestAgo = Duration.ofSeconds(seconds);
        sound.targetSequence = 900;
        sound.lagSeconds = seconds;
        if (level == OK) {
            isWell();
        } else {
            is(level, ErrorCode.RPO_EXCEEDED, evidence);
        }
    }

    @Test
    void aTestThatNobodyCleansUpIsAReasonAfterADay() {
        sound.tested = Optional.of(NOW.minus(Duration.ofDays(1)));
        isWell();
        sound.tested = Optional.of(NOW.minus(Duration.ofDays(1)).minusSeconds(1));
        is(WARNING, ErrorCode.TEST_FORGOTTEN, "begun 1 d");
    }

    @ParameterizedTest
    @CsvSource({"FAILING_OVER, FAILOVER_OPEN", "COMMIT_PENDING, COMMIT_PENDING", "FAILED_OVER, FAILED_OVER"})
    void aMachineThatRunsElsewhereIsJudgedByThatAlone(ProtectionState state, ErrorCode code) {
        sound.state = state;
        sound.newestAgo = Duration.ofDays(2);
        is(WARNING, code, "");
    }

    @Test
    void aMachineThatWritesNothingIsNotBehindHoweverOldItsNewestRecordIs() {
        sound.newestAgo = Duration.ofDays(2);
        isWell();
    }

    @Test
    void theFirstWriteAfterAQuietTimeIsAsOldAsItIs() {
        sound.newestAgo = Duration.ofDays(2);
        sound.targetSequence = 999;
        sound.lagSeconds = 1;
        isWell();
        sound.lagSeconds = 901;
        is(CRITICAL, ErrorCode.RPO_EXCEEDED, "15 min 11 s old");
    }

    @ParameterizedTest
    @ValueSource(longs = {-7200, -50, 50, 7200})
    void aWrongClockOfTheAgentDoesNotChangeTheAge(long ahead) {
        sound.agentAhead = Duration.ofSeconds(ahead);
        sound.newestAgo = Duration.ofSeconds(800);
        sound.targetSequence = 900;
        sound.lagSeconds = 800;
        assertThat(new Rpo(2, NOW).of(sound.machine())).contains(Duration.ofSeconds(800));
    }

    @Test
    void aRecordFromTheFutureIsNotYoungerThanNow() {
        sound.newestAgo = Duration.ofSeconds(-20);
        assertThat(new Rpo(2, NOW).of(sound.machine())).contains(Duration.ZERO);
    }

    @Test
    void theWorstDiskIsTheMachines() {
        PairFacts good = sound.pair("vda");
        sound.newestAgo = Duration.ofSeconds(1000);
        sound.targetSequence = 1;
        sound.lagSeconds = 1000;
        assertThat(new Rpo(2, NOW).of(sound.machine(List.of(good, sound.pair("vdb")))))
                .contains(Duration.ofSeconds(1000));
        sound.kept = false;
        sound.capture = DiskReport.State.FENCED;
        assertThat(new Rpo(2, NOW).of(sound.machine(List.of(good, sound.pair("vdb"))))).isEmpty();
        assertThat(new Rpo(2, NOW).of(sound.machine(List.of()))).isEmpty();
    }

    @Test
    void theAgeIsKnownAsLongAsOneEndIsHeard() {
        sound.targetHeard = Optional.of(Duration.ofSeconds(69));
        assertThat(new Rpo(2, NOW).of(sound.machine())).contains(Duration.ofSeconds(10));
        sound.targetHeard = Optional.of(Duration.ofSeconds(68));
        sound.agentHeard = Optional.of(Duration.ofSeconds(69));
        assertThat(new Rpo(2, NOW).of(sound.machine())).contains(Duration.ofSeconds(2));
        sound.targetHeard = Optional.of(Duration.ofSeconds(69));
        assertThat(new Rpo(2, NOW).of(sound.machine())).isEmpty();
        Health health = health();
        assertThat(health.level()).isEqualTo(UNKNOWN);
        assertThat(health.reasons()).extracting(ReportedProblem::code).containsExactly(ErrorCode.AGENT_SILENT,
                ErrorCode.RPO_UNKNOWN);
    }

    @Test
    void nothingHeardIsNeverWell() {
        sound.agentHeard = Optional.empty();
        sound.reported = false;
        sound.targetHeard = Optional.empty();
        sound.kept = false;
        sound.expected = NOW.minusSeconds(5);
        Health health = health();
        assertThat(health.level()).isEqualTo(UNKNOWN);
        assertThat(health.reasons()).extracting(ReportedProblem::code).containsExactlyInAnyOrder(
                ErrorCode.RPO_UNKNOWN, ErrorCode.AGENT_SILENT, ErrorCode.VERIFICATION_OVERDUE);
    }

    @ParameterizedTest
    @EnumSource(value = DiskReport.State.class, names = {"RESYNC_REQUIRED", "RESYNCING"})
    void whatIsComparedIsNoStateOfTheDisk(DiskReport.State state) {
        sound.capture = state;
        sound.broken = Optional.of(NOW.minus(Duration.ofHours(3)));
        assertThat(new Rpo(2, NOW).of(sound.machine())).contains(Duration.ofHours(3));
        sound.newestAgo = Duration.ofHours(4);
        assertThat(new Rpo(2, NOW).of(sound.machine())).contains(Duration.ofHours(4));
        sound.broken = Optional.empty();
        assertThat(new Rpo(2, NOW).of(sound.machine())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500, OK,,", "501, WARNING, SPOOL_FILLING, 50 %", "999, WARNING, SPOOL_FILLING, 99 %",
            "1000, CRITICAL, SPOOL_FULL, 100 %"})
    void theSpoolFills(long bytes, Level level, ErrorCode code, String evidence) {
        sound.spool = bytes;
        if (level == OK) {
            isWell();
        } else {
            is(level, code, evidence);
        }
    }

    @ParameterizedTest
    @CsvSource({"68, OK", "69, UNKNOWN", "899, UNKNOWN", "900, CRITICAL"})
    void anAgentThatDoesNotReportIsUnsureAndThenCritical(long seconds, Level level) {
        sound.agentHeard = Optional.of(Duration.ofSeconds(seconds));
        if (level == OK) {
            isWell();
        } else {
            is(level, ErrorCode.AGENT_SILENT, Evidence.span(Duration.ofSeconds(seconds)));
        }
    }

    @Test
    void anAgentHasItsTimeToReportAfterThisServersStart() {
        sound.agentHeard = Optional.empty();
        sound.reported = false;
        sound.expected = NOW.minusSeconds(899);
        assertThat(health().level()).isEqualTo(UNKNOWN);
        sound.expected = NOW.minusSeconds(900);
        assertThat(health().level()).isEqualTo(CRITICAL);
    }

    @Test
    void theSilenceOfAMachineThatNobodyProtectsIsNotCritical() {
        sound.state = ProtectionState.UNPROTECTED;
        is(UNKNOWN, ErrorCode.NOT_PROTECTED, "");
        sound.agentHeard = Optional.of(Duration.ofDays(3));
        assertThat(health().level()).isEqualTo(WARNING);
    }

    @ParameterizedTest
    @CsvSource({"60, OK,", "-60, OK,", "61, WARNING, '1 min 1 s ahead of'", "-61, WARNING, '1 min 1 s behind'"})
    void aClockThatIsWrongIsTold(long seconds, Level level, String evidence) {
        sound.agentAhead = Duration.ofSeconds(seconds);
        if (level == OK) {
            isWell();
        } else {
            is(level, ErrorCode.CLOCK_SKEW, evidence);
        }
    }

    @ParameterizedTest
    @CsvSource({"365, 31, OK", "365, 30, WARNING", "365, 8, WARNING", "365, 7, CRITICAL", "40, 11, OK",
            "40, 10, WARNING", "40, 5, WARNING", "40, 4, CRITICAL"})
    void aCertificateEnds(long days, long left, Level level) {
        sound.certificateWhole = Duration.ofDays(days);
        sound.certificateLeft = Duration.ofDays(left);
        if (level == OK) {
            isWell();
        } else {
            is(level, ErrorCode.CERTIFICATE_ENDS, left + " d");
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2.0, OK", "1.2.1, OK", "1.10.0, OK", "1.1.9, WARNING", "0.9.0-SNAPSHOT, WARNING",
            "from a checkout, OK"})
    void anAgentOfAnOlderVersionIsTold(String version, Level level) {
        sound.version = version;
        if (level == OK) {
            isWell();
        } else {
            is(level, ErrorCode.AGENT_OUTDATED, version);
        }
    }

    @Test
    void aRequiredResyncIsCriticalAndOneThatRunsIsNot() {
        sound.capture = DiskReport.State.RESYNC_REQUIRED;
        sound.broken = Optional.of(NOW.minusSeconds(60));
        sound.dirty = 3L << 30;
        sound.reason = "the spool was full";
        is(CRITICAL, ErrorCode.RESYNC_REQUIRED, "vda: about 3.0 GiB are to be compared: the spool was full");
        sound.capture = DiskReport.State.RESYNCING;
        sound.work = new DiskWork(DiskWork.Kind.RESYNC, DiskWork.State.RUNNING, 64, 100, 1, 1, null, null, null);
        is(WARNING, ErrorCode.RESYNC_REQUIRED, "64 % of 100 B");
    }

    @ParameterizedTest
    @CsvSource({"shipping, OK", "asking, OK", "waiting, OK", "closed, OK", "fenced, CRITICAL", "refused, CRITICAL",
            "receiver-ahead, CRITICAL", "receiver-too-far-behind, CRITICAL", "source-failed, CRITICAL"})
    void replicationThatDoesNotGoOnByItselfIsCritical(String state, Level level) {
        sound.wayState = state;
        if (level == OK) {
            isWell();
        } else {
            is(level, ErrorCode.REPLICATION_STOPPED, state);
        }
    }

    @Test
    void aDiskOfWhichTheAgentKeepsNothingIsCritical() {
        sound.capture = DiskReport.State.UNPROTECTED;
        is(CRITICAL, ErrorCode.REPLICATION_STOPPED, "vda");
    }

    @Test
    void aFencedDiskIsCritical() {
        sound.capture = DiskReport.State.FENCED;
        is(CRITICAL, ErrorCode.DISK_FENCED, "vda");
    }

    @Test
    void workThatFailedIsAWarningWhileItIsTriedAgain() {
        sound.work = new DiskWork(DiskWork.Kind.VERIFICATION, DiskWork.State.FAILED, 0, 1, 0, 0, null, null,
                "connection reset");
        is(WARNING, ErrorCode.REPLICATION_STOPPED, "the verification is tried again: connection reset");
    }

    @Test
    void whatTheAgentSaysIsPassedOn() {
        sound.says(ErrorCode.POINT_NOT_MADE, "exit code 3");
        is(WARNING, ErrorCode.POINT_NOT_MADE, "vda: exit code 3");
        sound.problems.clear();
        sound.says(ErrorCode.DISK_WRITE_FAILED, "input/output error");
        is(CRITICAL, ErrorCode.DISK_WRITE_FAILED, "vda: input/output error");
    }

    @ParameterizedTest
    @CsvSource({"52428800, OK", "52428801, WARNING"})
    void aMachineThatWritesMuchIsTold(long bytes, Level level) {
        sound.written = OptionalLong.of(bytes);
        if (level == OK) {
            isWell();
        } else {
            is(level, ErrorCode.CHURN_HIGH, "50.0 MiB");
        }
    }

    @Test
    void nothingIsWellWithoutAProofThatIsYoungEnough() {
        sound.verifiedAgo = Optional.of(Duration.ofDays(7));
        isWell();
        sound.verifiedAgo = Optional.of(Duration.ofDays(7).plusSeconds(1));
        is(WARNING, ErrorCode.VERIFICATION_OVERDUE, "7 d ago; 7 d are allowed");
        sound.verifiedAgo = Optional.empty();
        is(WARNING, ErrorCode.VERIFICATION_OVERDUE, "for 40 d");
        sound.provedAgo = Optional.of(Duration.ofDays(7));
        isWell();
        sound.provedAgo = Optional.empty();
        sound.since = NOW.minus(Duration.ofDays(7));
        is(UNKNOWN, ErrorCode.VERIFICATION_OVERDUE, "not been compared");
    }

    @Test
    void aReplicaThatDiffersIsCritical() {
        sound.different = 4096;
        is(CRITICAL, ErrorCode.VERIFICATION_FAILED, "4.0 KiB of 1.0 GiB differed");
    }

    @Test
    void aDamagedReplicaIsCritical() {
        sound.damage = "checksum of batch 7 is wrong";
        is(CRITICAL, ErrorCode.REPLICA_DAMAGED, "checksum of batch 7 is wrong");
    }

    @Test
    void aReplicaThatTheTargetDoesNotKeepIsCriticalOnceTheTargetHasSpoken() {
        sound.kept = false;
        is(CRITICAL, ErrorCode.REPLICA_GONE, "vda");
        sound.targetHeard = Optional.empty();
        isWell();
    }

    @Test
    void aProtectedDiskWithoutARecoveryPointIsCritical() {
        sound.recoverable = false;
        assertThat(health().reasons()).extracting(ReportedProblem::code).contains(ErrorCode.NO_RECOVERY_POINT,
                ErrorCode.RPO_UNKNOWN);
        assertThat(health().level()).isEqualTo(CRITICAL);
    }

    @Test
    void aPairWithoutItsServersIsCritical() {
        sound.processServer = Optional.empty();
        is(CRITICAL, ErrorCode.PROCESS_SERVER_MISSING, "vda");
        sound.processServer = Optional.of("gateway-1");
        sound.masterTarget = Optional.empty();
        is(CRITICAL, ErrorCode.MASTER_TARGET_MISSING, "vda");
    }

    @Test
    void aDiskThatIsGoneOrHasAnotherSizeIsCritical() {
        sound.sizeNow = OptionalLong.empty();
        is(CRITICAL, ErrorCode.DISK_GONE, "vda");
        sound.sizeNow = OptionalLong.of(sound.size + 512);
        is(CRITICAL, ErrorCode.DISK_RESIZED, String.valueOf(sound.size + 512));
    }

    @Test
    void aPauseIsShownAsWhatItIs() {
        sound.paused = true;
        sound.newestAgo = Duration.ofHours(5);
        sound.targetSequence = 1;
        sound.lagSeconds = 5 * 3600;
        sound.wayState = "refused";
        is(WARNING, ErrorCode.PAUSED, "5 h old");
    }

    @Test
    void aTargetOnWhichNothingExpiresIsTold() {
        sound.frozen = Optional.of("the clock jumped by 31 d");
        is(WARNING, ErrorCode.TARGET_CLOCK_FROZEN, "the clock jumped by 31 d");
    }

    @ParameterizedTest
    @EnumSource(value = ProtectionState.class, names = {"ENABLING", "INITIAL_REPLICATION", "FINALIZING"})
    void aMachineThatIsBeingCopiedIsNotWellYet(ProtectionState state) {
        sound.state = state;
        sound.copied = 21;
        sound.recoverable = false;
        sound.verifiedAgo = Optional.empty();
        is(UNKNOWN, ErrorCode.INITIAL_REPLICATION_RUNNING, "21 % are copied");
    }

    @Test
    void theDisksOfAMachineShareAReasonAndTheWorstIsToldFirst() {
        List<PairFacts> pairs = IntStream.range(0, 6).mapToObj(i -> {
            sound.spool = i == 5 ? 1000 : 600;
            sound.damage = i > 0 ? "torn" : null;
            return sound.pair("vd" + (char) ('a' + i));
        }).toList();
        List<Finding> findings = new MachineHealth(Thresholds.DEFAULTS, "1.2.0").findings(sound.machine(pairs), NOW);
        assertThat(findings).extracting(Finding::code).containsExactly(ErrorCode.SPOOL_FULL, ErrorCode.REPLICA_DAMAGED,
                ErrorCode.SPOOL_FILLING);
        assertThat(findings.get(1).detail()).isEqualTo("vdb: torn; vdc: torn; vdd: torn; vde: torn; and 1 more");
        assertThat(findings.get(2).detail()).endsWith("; and 1 more");
    }

    @Test
    void limitsAreThoseThatAreSet() {
        Instant later = NOW.plusSeconds(50);
        sound.spool = 100;
        var strict = new Thresholds(1, 9, 1, 1, 1, 1, 1, 2, 99, 98, 97, 1, 2, 30, 7);
        assertThat(new MachineHealth(strict, "1.2.0").of(sound.machine(), later).reasons())
                .extracting(ReportedProblem::code).contains(ErrorCode.AGENT_SILENT, ErrorCode.SPOOL_FILLING,
                        ErrorCode.CHURN_HIGH);
    }
}
