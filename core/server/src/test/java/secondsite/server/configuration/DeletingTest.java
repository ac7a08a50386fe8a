package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.TransferException;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionList;
import secondsite.api.point.DeletionOrder;
import secondsite.api.point.KnownClock;
import secondsite.api.point.KnownDeletion;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.security.AuditPage;
import secondsite.api.security.Role;
import secondsite.api.security.SecondPerson;
import secondsite.engine.segment.MarkKind;
import secondsite.server.configuration.PointStage.Machine;

/** What is destroyed of the past, and the clocks by which it is, asked of a real configuration server in front of a real master target. */
@Timeout(120)
class DeletingTest {

    private static final MachinePointQuery OLDEST = new MachinePointQuery(null, null, null, false, null, 1000);

    @TempDir
    private static Path folder;

    private static PointStage stage;
    private static RecoveryClient admin;
    private static RecoveryClient operator;
    private static int machines;
    private Machine web;

    @BeforeAll
    static void start() throws IOException {
        stage = new PointStage(Files.createDirectory(folder.resolve("stage")));
        admin = new RecoveryClient(stage.server.as(Role.ADMIN));
        operator = new RecoveryClient(stage.server.as(Role.OPERATOR));
        stage.server.as(Role.VIEWER);
    }

    @AfterAll
    static void end() throws IOException {
        stage.close();
    }

    @BeforeEach
    void protect() throws IOException {
        web = stage.protect("web-" + machines++, 1);
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void assertRefused(ProblemCode code, String said, Call call) {
        TransferException refused = catchThrowableOfType(TransferException.class, call::make);
        assertThat(refused).as(said).isNotNull();
        assertThat(refused.problem().orElseThrow().code()).as(refused.getMessage()).isEqualTo(code);
        assertThat(refused).hasMessageContaining(said);
    }

    private DeletionOrder points(Instant from, Instant to, SecondPerson second) {
        return new DeletionOrder(web.disk(0), null, Deletion.What.POINTS, from, to, "holds what must not be kept",
                second);
    }

    /** The time of the fifth of ten marks, each after twenty writes. */
    private Instant middle() throws Exception {
        for (int i = 0; i < 10; i++) {
            stage.sender(web.disk(0)).write(20);
            stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0));
        }
        return admin.points(web.id(), OLDEST).points().get(4).time();
    }

    private List<AuditPage.Line> audited(String action, String subject) throws IOException {
        return stage.server.security().audit(0).lines().stream()
                .filter(line -> line.action().startsWith(action) && line.subject().equals(subject)).toList();
    }

    private List<Event> events(String type, String subject) throws IOException {
        return new ActivityClient(stage.server.asAdministrator())
                .events(new ActivityClient.Events(null, type, subject, null), null, 100).items();
    }

    private String disk() {
        return web.name() + "/disk-0";
    }

    private List<KnownDeletion> ofMachine(String state) throws IOException {
        return admin.deletions(state).deletions().stream().filter(each -> web.id().equals(each.machine())).toList();
    }

    private void assertNothingAsked() throws IOException {
        assertThat(stage.target().deletions()).noneMatch(each -> each.disk().equals(web.disk(0)));
    }

    @Test
    void aPointIsDestroyedAfterAQuarantineAndStaysWhenThatIsUndone() throws Exception {
        Instant middle = middle();

        KnownDeletion asked = admin.delete(points(middle, middle, null));

        assertThat(asked.masterTarget()).isEqualTo(PointStage.KEEPER);
        assertThat(asked.machine()).isEqualTo(web.id());
        assertThat(asked.machineName()).isEqualTo(web.name());
        assertThat(asked.diskName()).isEqualTo("disk-0");
        assertThat(asked.deletion().first()).isEqualTo(105);
        assertThat(asked.deletion().last()).isEqualTo(105);
        assertThat(asked.deletion().who()).isEqualTo("admin-person");
        assertThat(Duration.between(asked.deletion().requested(), asked.deletion().due()))
                .isEqualTo(Duration.ofDays(14));
        assertThat(ofMachine(null)).containsExactly(asked);
        assertThat(ofMachine("pending")).containsExactly(asked);
        assertThat(ofMachine("done")).isEmpty();
        assertThat(admin.points(web.id(), OLDEST).points().get(4).disks().getFirst().deletion())
                .isEqualTo(asked.deletion().id());
        assertThat(audited("deletion", disk())).singleElement().satisfies(line -> {
            assertThat(line.who()).isEqualTo("admin-person");
            assertThat(line.subject()).isEqualTo(disk());
            assertThat(line.detail()).contains("holds what must not be kept");
        });
        assertThat(events("deletion.requested", web.id().toString())).singleElement()
                .satisfies(event -> assertThat(event.severity()).isEqualTo(Event.Severity.WARNING));

        admin.undo(asked.deletion().id());

        assertThat(ofMachine(null)).isEmpty();
        assertNothingAsked();
        assertThat(audited("deletion undone", disk())).hasSize(1);
        assertThat(events("deletion.undone", web.id().toString())).hasSize(1);
        assertRefused(ProblemCode.NOT_FOUND, "there is no deletion", () -> admin.undo(asked.deletion().id()));
    }

    @Test
    void whatItsQuarantineIsOverForIsGoneAndToldAsDone() throws Exception {
        try (var own = new PointStage(Files.createDirectory(folder.resolve("own")))) {
            var client = new RecoveryClient(own.server.as(Role.ADMIN));
            Machine machine = own.protect("web", 1);
            for (int i = 0; i < 10; i++) {
                own.sender(machine.disk(0)).write(20);
                own.mark(MarkKind.CRASH_CONSISTENT, "", machine.disk(0));
            }
            List<MachinePoint> before = client.points(machine.id(), OLDEST).points();
            Instant doomed = before.get(4).time();
            KnownDeletion asked = client.delete(new DeletionOrder(machine.disk(0), null, Deletion.What.POINTS, doomed,
                    doomed, "holds what must not be kept", null));

            own.pass(Duration.ofDays(13));

            assertThat(client.deletions("done").deletions()).isEmpty();
            assertThat(client.points(machine.id(), OLDEST).points()).extracting(MachinePoint::time).contains(doomed);

            own.pass(Duration.ofDays(2));

            assertThat(client.deletions("pending").deletions()).isEmpty();
            assertThat(client.deletions("done").deletions()).singleElement().satisfies(done -> {
                assertThat(done.deletion().id()).isEqualTo(asked.deletion().id());
                assertThat(done.deletion().destroyed()).isAfterOrEqualTo(asked.deletion().due());
                assertThat(done.machineName()).isEqualTo("web");
            });
            assertThat(client.points(machine.id(), OLDEST).points()).extracting(MachinePoint::time)
                    .doesNotContain(doomed).contains(before.get(3).time(), before.get(5).time());
        }
    }

    @Test
    void moreThanAFifthNeedsAnotherOneWhosePasswordIsRight() throws Exception {
        Instant middle = middle();
        Instant begin = middle.minus(Duration.ofHours(1));

        assertRefused(ProblemCode.SECOND_PERSON_NEEDED, "secondPerson",
                () -> admin.delete(points(begin, middle, null)));
        assertThat(audited("deletion asked for: not done", disk())).hasSize(1);
        assertRefused(ProblemCode.NOT_SIGNED_IN, "", () -> admin.delete(points(begin, middle,
                new SecondPerson("operator-person", "a wrong one"))));
        assertRefused(ProblemCode.NOT_ALLOWED, "another one", () -> admin.delete(points(begin, middle,
                new SecondPerson("admin-person", LiveServer.PASSWORD))));
        assertRefused(ProblemCode.NOT_ALLOWED, "only look", () -> admin.delete(points(begin, middle,
                new SecondPerson("viewer-person", LiveServer.PASSWORD))));
        assertNothingAsked();

        KnownDeletion asked = admin.delete(points(begin, middle,
                new SecondPerson("operator-person", LiveServer.PASSWORD)));

        assertThat(asked.deletion().secondPerson()).isEqualTo("operator-person");
        assertThat(audited("deletion asked for", disk()).getLast().detail()).contains("operator-person agrees");
    }

    @Test
    void onlyAnAdministratorDestroysAndWhatIsWrongIsNamed() throws Exception {
        Instant middle = middle();
        assertThat(operator.deletions("done").deletions()).isEmpty();
        assertRefused(ProblemCode.NOT_ALLOWED, "role admin", () -> operator.delete(points(middle, middle, null)));
        assertRefused(ProblemCode.NOT_ALLOWED, "role admin", () -> operator.undo(UUID.randomUUID()));
        assertRefused(ProblemCode.NOT_ALLOWED, "role admin", () -> operator.confirmClock(PointStage.KEEPER));

        UUID disk = web.disk(0);
        Deletion.What some = Deletion.What.POINTS;
        assertWrong("'disk'", new DeletionOrder(null, null, some, middle, middle, "why", null));
        assertWrong("'what'", new DeletionOrder(disk, null, null, middle, middle, "why", null));
        assertWrong("'what'", new DeletionOrder(disk, null, Deletion.What.RETENTION, null, null, "why", null));
        assertWrong("'from'", new DeletionOrder(disk, null, some, null, middle, "why", null));
        assertWrong("'to'", new DeletionOrder(disk, null, some, middle, null, "why", null));
        assertWrong("'from'", new DeletionOrder(disk, null, some, middle, middle.minusSeconds(1), "why", null));
        assertWrong("'reason'", new DeletionOrder(disk, null, some, middle, middle, " ", null));
        assertWrong("'reason'", new DeletionOrder(disk, null, some, middle, middle, "x".repeat(501), null));
        assertWrong("'masterTarget'", new DeletionOrder(disk, "nobody", some, middle, middle, "why", null));
        assertWrong("'masterTarget'", new DeletionOrder(UUID.randomUUID(), null, some, middle, middle, "why", null));
        assertWrong("'secondPerson'",
                new DeletionOrder(disk, null, Deletion.What.REPLICA, null, null, "why", null));
        assertRefused(ProblemCode.BAD_REQUEST, "'state'", () -> admin.deletions("nonsense"));
        assertRefused(ProblemCode.CONFLICT, "is protected", () -> admin.delete(new DeletionOrder(disk, null,
                Deletion.What.REPLICA, null, null, "why", new SecondPerson("operator-person", LiveServer.PASSWORD))));
        assertNothingAsked();
    }

    private void assertWrong(String field, DeletionOrder order) {
        assertRefused(ProblemCode.BAD_REQUEST, field, () -> admin.delete(order));
    }

    @Test
    void aTargetThatIsAwayIsSaid() throws Exception {
        try (var lost = new PointStage(Files.createDirectory(folder.resolve("lost")))) {
            var client = new RecoveryClient(lost.server.asAdministrator());
            UUID disk = lost.protect("web", 1).disk(0);
            lost.endTarget();
            DeletionList list = client.deletions(null);
            assertThat(list.deletions()).isEmpty();
            assertThat(list.unreached()).singleElement()
                    .satisfies(each -> assertThat(each.masterTarget()).isEqualTo(PointStage.KEEPER));
            assertRefused(ProblemCode.UNREACHABLE, PointStage.KEEPER, () -> client.undo(UUID.randomUUID()));
            Instant now = Instant.now();
            assertRefused(ProblemCode.UNREACHABLE, "", () -> client.delete(
                    new DeletionOrder(disk, null, Deletion.What.POINTS, now, now, "not to be kept", null)));
            assertThat(client.clocks()).singleElement().satisfies(clock -> {
                assertThat(clock.time()).isNull();
                assertThat(clock.problem()).isNotBlank();
            });
        }
    }

    @Test
    void aClockThatJumpedIsHeldUntilAnAdministratorConfirmsIt() throws Exception {
        Instant middle = middle();
        assertThat(admin.clocks()).singleElement().satisfies(clock -> {
            assertThat(clock.masterTarget()).isEqualTo(PointStage.KEEPER);
            assertThat(clock.frozen()).isNull();
            assertThat(clock.since()).isNull();
            assertThat(clock.aheadMillis()).isBetween(-60_000L, 60_000L);
        });
        stage.clock.jump(Duration.ofDays(30));
        Instant jumped = stage.clock.instant();
        KnownClock held = admin.clocks().getFirst();
        assertThat(held.frozen()).contains("jumped");
        assertThat(held.since()).isBetween(jumped, stage.clock.instant());
        assertThat(held.aheadMillis()).isGreaterThan(Duration.ofDays(29).toMillis());
        assertRefused(ProblemCode.CONFLICT, "time is in doubt", () -> admin.delete(points(middle, middle, null)));
        assertRefused(ProblemCode.NOT_FOUND, "no such master target", () -> admin.confirmClock("nobody"));

        assertThat(admin.confirmClock(PointStage.KEEPER).frozen()).isNull();

        assertThat(admin.clocks().getFirst().frozen()).isNull();
        assertThat(audited("clock confirmed", PointStage.KEEPER)).singleElement().satisfies(line -> {
            assertThat(line.who()).isEqualTo("admin-person");
            assertThat(line.subject()).isEqualTo(PointStage.KEEPER);
            assertThat(line.detail()).contains("jumped");
        });
        assertThat(events("clock.confirmed", PointStage.KEEPER)).hasSize(1);
        assertThat(admin.delete(points(middle, middle, null)).deletion().pending()).isTrue();
    }
}
