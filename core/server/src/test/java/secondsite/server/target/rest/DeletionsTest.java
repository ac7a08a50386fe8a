package secondsite.server.target.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.PointClient;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.api.point.Export;
import secondsite.api.point.PinRequest;
import secondsite.api.point.PointQuery;
import secondsite.api.policy.Retention;
import secondsite.server.web.Peer;

/** Requests, quarantine and destruction at a master target, over real HTTPS, in days that a test lets pass. */
@Timeout(180)
class DeletionsTest {

    private static final Duration QUARANTINE = Duration.ofDays(14);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private KeptStage kept;
    private PointClient client;

    @BeforeEach
    void start() throws Exception {
        kept = new KeptStage(directory).start(KeptStage.LONG);
        client = kept.configurationServer();
    }

    @AfterEach
    void close() throws Exception {
        kept.close();
    }

    private Deletion deletion(UUID id) throws Exception {
        return client.deletions().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    /** A time between what was written before and what comes. */
    private static Instant moment() throws InterruptedException {
        Thread.sleep(2);
        Instant now = Instant.now();
        Thread.sleep(2);
        return now;
    }

    @Test
    void pointsAreDestroyedAfterTheQuarantineAndAllOthersStayAsTheyWere() throws Exception {
        kept.write(12);
        Instant from = moment();
        kept.write(8);
        Instant to = moment();
        kept.write(12);
        Deletion deletion = client.delete(kept.disk(), DeletionRequest.points(from, to, "anna", "secrets", "bert"));
        assertThat(deletion.first()).isEqualTo(13);
        assertThat(deletion.last()).isEqualTo(20);
        assertThat(Duration.between(deletion.requested(), deletion.due())).isEqualTo(QUARANTINE);
        kept.pass(QUARANTINE.minus(HOUR));
        assertThat(deletion(deletion.id()).pending()).isTrue();
        kept.assertAsItWas(16);
        kept.pass(HOUR.plusMinutes(1));
        assertThat(deletion(deletion.id())).satisfies(done -> {
            assertThat(done.pending()).isFalse();
            assertThat(done.who()).isEqualTo("anna");
            assertThat(done.reason()).isEqualTo("secrets");
            assertThat(done.secondPerson()).isEqualTo("bert");
        });
        for (long sequence : kept.states.keySet()) {
            boolean destroyed = sequence >= 13 && sequence <= 20;
            assertThat(kept.recoverable(sequence)).as("sequence %s", sequence).isEqualTo(!destroyed);
            if (destroyed) {
                KeptStage.refused(ProblemCode.NOT_RECOVERABLE,
                        () -> client.open(kept.disk(), Long.toString(sequence)));
            } else {
                kept.assertAsItWas(sequence);
            }
        }
        KeptStage.refused(ProblemCode.CONFLICT, () -> client.undo(deletion.id()));
        kept.write(3);
        kept.assertAsItWas(kept.last());
    }

    @Test
    void whatIsUndoneBeforeTheEndIsNeverDestroyed() throws Exception {
        kept.write(20);
        Deletion deletion = client.delete(kept.disk(), DeletionRequest.point(7, "anna", "wrong", null));
        kept.pass(QUARANTINE.minus(HOUR));
        client.undo(deletion.id());
        assertThat(client.deletions()).isEmpty();
        kept.pass(QUARANTINE.multipliedBy(2));
        kept.assertAsItWas(7);
        KeptStage.refused(ProblemCode.NOT_FOUND, () -> client.undo(deletion.id()));
    }

    @Test
    void aPowerLossForgetsNoRequest() throws Exception {
        kept.write(20);
        Deletion deletion = client.delete(kept.disk(), DeletionRequest.point(7, "anna", "wrong", null));
        kept.stage.killTarget(new Random(5));
        kept.stage.startTarget();
        client = kept.configurationServer();
        assertThat(deletion(deletion.id())).isEqualTo(deletion);
        kept.pass(QUARANTINE.plus(HOUR));
        assertThat(kept.recoverable(7)).isFalse();
        kept.assertAsItWas(6);
        kept.assertAsItWas(8);
    }

    @Test
    void aClockThatJumpsDestroysNothingUntilAPersonConfirms() throws Exception {
        kept.write(20);
        Deletion deletion = client.delete(kept.disk(), DeletionRequest.point(7, "anna", "wrong", null));
        kept.clock.jump(Duration.ofDays(30));
        kept.pass(Duration.ofDays(2));
        assertThat(client.clock().frozen()).contains("jumped");
        assertThat(kept.report().frozen()).contains("jumped");
        kept.assertAsItWas(7);
        KeptStage.refused(ProblemCode.CONFLICT,
                () -> client.delete(kept.disk(), DeletionRequest.point(8, "anna", "wrong", null)));
        kept.clock.jump(Duration.ofDays(-30));
        assertThat(client.confirmClock("anna").frozen()).isNull();
        kept.pass(Duration.ofDays(11));
        kept.assertAsItWas(7);
        kept.pass(Duration.ofDays(2));
        assertThat(deletion(deletion.id()).pending()).isFalse();
        assertThat(kept.recoverable(7)).isFalse();
    }

    @Test
    void theOldEndIsGivenUpWithItsBytes() throws Exception {
        kept.write(4);
        Instant to = moment();
        kept.write(20);
        client.delete(kept.disk(), DeletionRequest.points(Instant.EPOCH, to, "anna", "old", "bert"));
        kept.pass(QUARANTINE.plus(HOUR));
        assertThat(client.points(kept.disk(), PointQuery.ALL).ranges().getFirst().first()).isEqualTo(5);
        for (long sequence = 5; sequence <= kept.last(); sequence++) {
            kept.assertAsItWas(sequence);
        }
    }

    @Test
    void theNewestStateGoesOnlyWithTheReplica() throws Exception {
        kept.write(10);
        KeptStage.refused(ProblemCode.CONFLICT, () -> client.delete(kept.disk(),
                DeletionRequest.points(Instant.EPOCH, Instant.now().plusSeconds(60), "anna", "all", "bert")));
        KeptStage.refused(ProblemCode.CONFLICT, () -> client.delete(kept.disk(), DeletionRequest.points(
                Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "anna", "nothing", "bert")));
    }

    @Test
    void moreThanAFifthWithinADayNeedsASecondPerson() throws Exception {
        Instant begin = moment();
        for (int i = 0; i < 10; i++) {
            kept.mark("point " + i);
            Thread.sleep(20);
        }
        kept.write(1);
        long first = kept.last() - 10;
        client.delete(kept.disk(), DeletionRequest.point(first, "anna", "one", null));
        client.delete(kept.disk(), DeletionRequest.point(first + 1, "anna", "two", null));
        KeptStage.refused(ProblemCode.SECOND_PERSON_NEEDED,
                () -> client.delete(kept.disk(), DeletionRequest.point(first + 2, "anna", "three", null)));
        KeptStage.refused(ProblemCode.BAD_REQUEST,
                () -> client.delete(kept.disk(), DeletionRequest.point(first + 2, "anna", "three", " Anna ")));
        client.delete(kept.disk(), DeletionRequest.point(first + 2, "anna", "three", "bert"));
        KeptStage.refused(ProblemCode.CONFLICT, () -> client.delete(kept.disk(),
                DeletionRequest.points(begin, moment().minusMillis(60), "anna", "by time", null)));
        kept.pass(Duration.ofDays(1).plus(HOUR));
        client.delete(kept.disk(), DeletionRequest.point(first + 5, "anna", "another day", null));
    }

    @Test
    void aReplicaIsDestroyedWhenItsProtectionHasEnded() throws Exception {
        kept.write(10);
        KeptStage.refused(ProblemCode.SECOND_PERSON_NEEDED,
                () -> client.delete(kept.disk(), DeletionRequest.replica("anna", "gone", null)));
        Deletion deletion = client.delete(kept.disk(), DeletionRequest.replica("anna", "gone", "bert"));
        KeptStage.refused(ProblemCode.CONFLICT,
                () -> client.delete(kept.disk(), DeletionRequest.replica("anna", "gone", "bert")));
        kept.pass(QUARANTINE.plus(HOUR));
        assertThat(deletion(deletion.id()).waits()).contains("received");
        kept.write(1);
        kept.assertAsItWas(kept.last());
        kept.assign(List.of());
        Export export = client.open(kept.disk(), "5");
        kept.pass(HOUR);
        assertThat(deletion(deletion.id()).waits()).contains("open");
        client.close(export.id());
        kept.pass(HOUR);
        assertThat(deletion(deletion.id()).pending()).isFalse();
        assertThat(client.replicas()).isEmpty();
        assertThat(kept.report().disks()).isEmpty();
        assertThat(kept.stage.replicaFolder.folders()).noneMatch(name -> name.contains(kept.disk().toString()));
        KeptStage.refused(ProblemCode.UNKNOWN_DISK, () -> client.points(kept.disk(), PointQuery.ALL));
        KeptStage.refused(ProblemCode.UNKNOWN_DISK,
                () -> client.delete(kept.disk(), DeletionRequest.replica("anna", "gone", "bert")));
    }

    @Test
    void aPointInUseOrPinnedIsNotDestroyed() throws Exception {
        kept.write(20);
        client.pin(kept.disk(), new PinRequest("9", "evidence", "anna"));
        KeptStage.refused(ProblemCode.CONFLICT,
                () -> client.delete(kept.disk(), DeletionRequest.point(9, "anna", "wrong", null)));
        Deletion deletion = client.delete(kept.disk(), DeletionRequest.point(7, "anna", "wrong", null));
        KeptStage.refused(ProblemCode.CONFLICT,
                () -> client.pin(kept.disk(), new PinRequest("7", "evidence", "anna")));
        kept.pass(QUARANTINE.minus(HOUR));
        Export export = client.open(kept.disk(), "7");
        kept.pass(HOUR.multipliedBy(2));
        assertThat(deletion(deletion.id()).waits()).contains("sequence 7 is open");
        kept.assertAsItWas(7);
        client.close(export.id());
        kept.pass(HOUR);
        assertThat(deletion(deletion.id()).pending()).isFalse();
        assertThat(kept.recoverable(7)).isFalse();
        kept.assertAsItWas(9);
    }

    @Test
    void aShorterRetentionWaitsAndALongerOneEndsTheWait() throws Exception {
        var shorter = new Retention(60, 1, 1);
        kept.write(10);
        kept.assign(shorter);
        Deletion cut = client.deletions().getFirst();
        assertThat(cut.what()).isEqualTo(Deletion.What.RETENTION);
        assertThat(cut.retention()).isEqualTo(shorter);
        KeptStage.refused(ProblemCode.CONFLICT, () -> client.undo(cut.id()));
        kept.pass(Duration.ofDays(10));
        kept.assertAsItWas(3);
        kept.assign(KeptStage.LONG);
        assertThat(client.deletions()).isEmpty();
        kept.pass(Duration.ofDays(10));
        kept.assertAsItWas(3);
        kept.assign(shorter);
        kept.pass(QUARANTINE.minus(HOUR));
        kept.assertAsItWas(3);
        kept.assign(shorter);
        kept.pass(HOUR.multipliedBy(3));
        assertThat(kept.recoverable(3)).isFalse();
        kept.assertAsItWas(kept.last());
    }

    @Test
    void aShorterRetentionWaitsOverARestartAndAClockInDoubtDoesNotBeginIt() throws Exception {
        var shorter = new Retention(60, 1, 1);
        kept.write(10);
        kept.clock.jump(Duration.ofDays(30));
        kept.assign(shorter);
        assertThat(client.deletions()).isEmpty();
        client.confirmClock("anna");
        kept.pass(HOUR);
        assertThat(client.deletions()).singleElement()
                .satisfies(cut -> assertThat(cut.what()).isEqualTo(Deletion.What.RETENTION));
        kept.pass(Duration.ofDays(7));
        kept.stage.killTarget(null);
        kept.stage.startTarget();
        client = kept.configurationServer();
        kept.pass(Duration.ofDays(6));
        kept.assertAsItWas(3);
        kept.pass(Duration.ofDays(2));
        assertThat(kept.recoverable(3)).isFalse();
    }

    @Test
    void aFullDiskCanStillBeRelieved() throws Exception {
        kept.write(5);
        kept.sender().write(400);
        kept.sender().awaitTarget();
        kept.stage.stopTarget();
        kept.stage.reserve = 4 << 20;
        kept.stage.startTarget();
        client = kept.configurationServer();
        long free = kept.stage.replicaFolder.freeBytes();
        kept.stage.replicaFolder.capacity((1L << 40) - free + (5 << 20));
        kept.sender().write(200);
        kept.sender().await(() -> kept.sender().acknowledged() == kept.last());
        assertThat(kept.report().disks().getFirst().newestSequence()).as("what fits beside the reserve")
                .isLessThan(kept.last());
        long before = kept.stage.replicaFolder.freeBytes();
        kept.assign(List.of());
        client.delete(kept.disk(), DeletionRequest.point(7, "anna", "room is needed", "bert"));
        client.delete(kept.disk(), DeletionRequest.replica("anna", "room is needed", "bert"));
        kept.pass(QUARANTINE.plus(HOUR));
        assertThat(client.replicas()).isEmpty();
        assertThat(kept.stage.replicaFolder.freeBytes()).isGreaterThan(before + (1 << 20));
    }

    @Test
    void requestsThatSayTooLittleAreRefusedWithTheField() throws Exception {
        kept.write(5);
        Instant now = Instant.now();
        for (DeletionRequest wrong : List.of(DeletionRequest.point(3, " ", "why", null),
                DeletionRequest.point(3, "anna", null, null), DeletionRequest.point(3, "anna", "x".repeat(501), null),
                DeletionRequest.points(now, now.minusSeconds(1), "anna", "why", null),
                DeletionRequest.points(now, null, "anna", "why", null),
                new DeletionRequest(Deletion.What.RETENTION, null, null, null, "anna", "why", null),
                new DeletionRequest(null, null, null, 3L, "anna", "why", null),
                new DeletionRequest(Deletion.What.REPLICA, null, null, 3L, "anna", "why", "bert"))) {
            KeptStage.refused(ProblemCode.BAD_REQUEST, () -> client.delete(kept.disk(), wrong));
        }
        KeptStage.refused(ProblemCode.CONFLICT,
                () -> client.delete(kept.disk(), DeletionRequest.point(99, "anna", "why", null)));
        KeptStage.refused(ProblemCode.UNKNOWN_DISK,
                () -> client.delete(UUID.randomUUID(), DeletionRequest.point(3, "anna", "why", null)));
        assertThat(client.deletions()).isEmpty();
    }

    @Test
    void nobodyElseIsAnswered() throws Exception {
        kept.write(5);
        UUID deletion = client.delete(kept.disk(), DeletionRequest.point(3, "anna", "why", "bert")).id();
        client.pin(kept.disk(), new PinRequest("2", "kept", "anna"));
        for (Peer.Kind kind : List.of(Peer.Kind.AGENT, Peer.Kind.PROCESS_SERVER, Peer.Kind.MASTER_TARGET)) {
            for (String id : List.of("machine", "gateway", "keeper")) {
                PointClient other = kept.as(kind, id);
                for (KeptStage.Call call : List.<KeptStage.Call>of(
                        () -> other.delete(kept.disk(), DeletionRequest.replica("eve", "why", "mallory")),
                        other::deletions, () -> other.undo(deletion), other::clock, () -> other.confirmClock("eve"),
                        () -> other.pin(kept.disk(), new PinRequest("1", "x", "eve")),
                        () -> other.pins(kept.disk()), () -> other.unpin(kept.disk(), "2"),
                        () -> other.points(kept.disk(), PointQuery.ALL), other::replicas, other::backups,
                        () -> other.backup("a", directory.resolve("stolen")))) {
                    KeptStage.refused(ProblemCode.NOT_ALLOWED, call);
                }
            }
        }
        PointClient administrator = kept.as(Peer.Kind.ADMINISTRATOR, "anna");
        assertThat(administrator.deletions()).hasSize(1);
        assertThat(administrator.pins(kept.disk())).hasSize(1);
    }
}
