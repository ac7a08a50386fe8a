package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineSummary;
import secondsite.api.point.DeletionRequest;
import secondsite.api.point.MachinePin;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoint.DiskPoint;
import secondsite.api.point.MachinePoint.LackReason;
import secondsite.api.point.MachinePoint.LackingDisk;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.point.MachinePoints;
import secondsite.api.point.UnreachedDisk;
import secondsite.api.replication.ProtectionState;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.security.Role;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.configuration.health.HealthRound;
import secondsite.server.configuration.inventory.Inventory;

/** What machines can be brought back to, and pins, asked of a real configuration server in front of a real master target. */
@Timeout(120)
class PointsTest {

    private static final MachinePointQuery OLDEST = new MachinePointQuery(null, null, null, false, null, 1000);

    @TempDir
    private static Path folder;

    private static PointStage stage;
    private static RecoveryClient client;
    private static RecoveryClient operator;
    private static RecoveryClient viewer;

    @BeforeAll
    static void start() throws IOException {
        stage = new PointStage(Files.createDirectory(folder.resolve("stage")));
        client = new RecoveryClient(stage.server.asAdministrator());
        operator = new RecoveryClient(stage.server.as(Role.OPERATOR));
        viewer = new RecoveryClient(stage.server.as(Role.VIEWER));
    }

    @AfterAll
    static void end() throws IOException {
        stage.close();
    }

    private MachinePoint point(Machine machine, UUID id) throws TransferException {
        return client.points(machine.id(), OLDEST).points().stream().filter(each -> id.equals(each.id())).findFirst()
                .orElseThrow();
    }

    private interface Call {
        void make() throws Exception;
    }

    private static TransferException refused(Call call) {
        return catchThrowableOfType(TransferException.class, call::make);
    }

    private static void assertRefused(ProblemCode code, String said, Call call) {
        TransferException refused = refused(call);
        assertThat(refused).as(said).isNotNull();
        assertThat(refused.problem().orElseThrow().code()).as(refused.getMessage()).isEqualTo(code);
        assertThat(refused).hasMessageContaining(said);
    }

    @Test
    void aPointIsTheMarksOfOneIdAndCompleteWhenAllDisksHaveIt() throws Exception {
        Machine web = stage.protect("marks", 2);
        stage.sender(web.disk(0)).write(3);
        UUID first = stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0), web.disk(1));
        stage.sender(web.disk(0)).write(40);
        UUID half = stage.mark(MarkKind.APP_CONSISTENT, "quiet", web.disk(1));
        UUID whole = stage.mark(MarkKind.BOOKMARK, "before the update", web.disk(0), web.disk(1));

        List<MachinePoint> points = client.points(web.id(), OLDEST).points();

        assertThat(points).extracting(MachinePoint::id, MachinePoint::kind, MachinePoint::label, MachinePoint::complete)
                .containsExactly(tuple(first, "crash-consistent", "", true), tuple(half, "app-consistent", "quiet",
                        false), tuple(whole, "bookmark", "before the update", true));
        assertThat(points.get(0).disks()).extracting(DiskPoint::disk, DiskPoint::sequence)
                .containsExactly(tuple(web.disk(0), 4L), tuple(web.disk(1), 1L));
        assertThat(points.get(1).lacking())
                .containsExactly(new LackingDisk(web.disk(0), web.id(), LackReason.ABSENT));
        assertThat(points.get(2).disks()).extracting(DiskPoint::sequence).containsExactly(45L, 3L);
        assertThat(points.get(2).sizeSince()).as("forty records of half a block to sixteen")
                .isBetween(40L * 200, 40L * 9000);
        assertThat(client.points(web.id(), MachinePointQuery.ALL).points()).isEqualTo(points.reversed());
        assertThat(client.points(web.id(), new MachinePointQuery(null, null, "bookmark", false, null, 10)).points())
                .isEqualTo(points.subList(2, 3));
        Instant time = points.get(1).time();
        assertThat(client.points(web.id(), new MachinePointQuery(time, time, null, false, null, 10)).points())
                .isEqualTo(points.subList(1, 2));
    }

    @Test
    void partsInBothDirectionsTellEveryPointOnce() throws Exception {
        Machine web = stage.protect("parts", 2);
        List<UUID> marks = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            UUID id = new UUID(7, i);
            marks.add(id);
            for (UUID disk : web.disks()) {
                // Every tenth is on one disk only.
                if (i % 10 != 3 || disk.equals(web.disk(i / 10 % 2))) {
                    stage.sender(disk).spool().append(List.of(new Record.Mark(MarkKind.CRASH_CONSISTENT, id, "")));
                }
            }
        }
        stage.arrived(web.disk(0), web.disk(1));
        for (boolean newestFirst : new boolean[]{false, true}) {
            List<UUID> told = new ArrayList<>();
            Set<UUID> incomplete = new HashSet<>();
            var query = new MachinePointQuery(null, null, null, newestFirst, null, 700);
            MachinePoints part;
            do {
                part = client.points(web.id(), query);
                assertThat(part.points()).hasSizeBetween(1, 700);
                part.points().forEach(point -> told.add(point.id()));
                part.points().stream().filter(point -> !point.complete())
                        .forEach(point -> incomplete.add(point.id()));
                query = query.after(part.next());
            } while (part.next() != null);
            assertThat(told).isEqualTo(newestFirst ? marks.reversed() : marks);
            assertThat(incomplete).hasSize(250)
                    .allSatisfy(id -> assertThat(id.getLeastSignificantBits() % 10).isEqualTo(3));
        }
    }

    @Test
    void aGroupPointIsCompleteOnlyWithAllDisksOfAllMembers() throws Exception {
        Machine web = stage.protect("shop", 1);
        Machine db = stage.protect("db", 2);
        new ProtectionClient(stage.server.asAdministrator())
                .put(new ReplicationGroup(null, "shop", 60, 100, List.of(web.id(), db.id())));
        UUID whole = stage.mark(MarkKind.GROUP, "", web.disk(0), db.disk(0), db.disk(1));
        UUID torn = stage.mark(MarkKind.GROUP, "", web.disk(0), db.disk(0));
        UUID own = stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0));

        assertThat(point(web, whole).complete()).isTrue();
        assertThat(point(db, whole).complete()).isTrue();
        assertThat(point(web, torn).complete()).isFalse();
        assertThat(point(web, torn).lacking())
                .containsExactly(new LackingDisk(db.disk(1), db.id(), LackReason.ABSENT));
        assertThat(point(db, torn).complete()).isFalse();
        assertThat(point(web, own).complete()).as("the group has no part in it").isTrue();

        stage.state(db, ProtectionState.COMMIT_PENDING);
        assertThat(point(web, torn).complete()).as("the other may still come back").isFalse();
        stage.state(db, ProtectionState.FAILED_OVER);
        assertThat(point(web, torn).complete()).as("the other is gone for good").isTrue();
    }

    @Test
    void aPointIsVerifiedWhenTheNextComparisonOfEachDiskFoundItEqualWithoutAResyncBetween() throws Exception {
        Machine web = stage.protect("compared", 2);
        UUID[] disks = web.disks().toArray(UUID[]::new);
        UUID differed = stage.mark(MarkKind.CRASH_CONSISTENT, "", disks);
        stage.compared(web, 4096, disks[0]);
        stage.compared(web, 0, disks[1]);
        UUID repaired = stage.mark(MarkKind.CRASH_CONSISTENT, "", disks);
        stage.mark(MarkKind.RESYNC_BEGINS, "", disks[0]);
        stage.mark(MarkKind.RESYNC_ENDED, "", disks[0]);
        UUID equal = stage.mark(MarkKind.CRASH_CONSISTENT, "", disks);
        stage.compared(web, 0, disks);
        UUID half = stage.mark(MarkKind.CRASH_CONSISTENT, "", disks[0]);
        stage.compared(web, 0, disks);
        UUID later = stage.mark(MarkKind.CRASH_CONSISTENT, "", disks);

        until(() -> point(web, half).disks().getFirst().verified());
        assertThat(point(web, equal).verified()).isTrue();
        assertThat(point(web, later).verified()).as("nothing was compared since").isFalse();
        assertThat(point(web, half).verified()).as("one disk has it not").isFalse();
        assertThat(point(web, repaired).disks()).extracting(DiskPoint::verified).containsExactly(false, true);
        assertThat(point(web, differed).disks()).extracting(DiskPoint::verified).containsExactly(false, true);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** What is reported is taken up within a second. */
    private static void until(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(20);
        }
    }

    @Test
    void anyMomentIsTheTimeThatAllDisksHave() throws Exception {
        Machine web = stage.protect("moments", 2);
        assertThat(client.points(web.id(), OLDEST).moments()).as("no disk has written anything").isEmpty();
        stage.sender(web.disk(0)).write(1);
        Instant before = Instant.now();
        stage.sender(web.disk(1)).write(1);
        Instant after = Instant.now();
        stage.sender(web.disk(0)).write(1);
        stage.sender(web.disk(1)).write(1);
        Instant later = Instant.now();
        stage.sender(web.disk(0)).write(1);
        stage.arrived(web.disk(0), web.disk(1));

        assertThat(client.points(web.id(), OLDEST).moments()).singleElement().satisfies(moments -> {
            assertThat(moments.from()).isBetween(before.minusMillis(1), after);
            assertThat(moments.to()).isBetween(after, later);
        });
    }

    @Test
    void aTargetThatIsAwayIsSaid() throws Exception {
        try (var lost = new PointStage(Files.createDirectory(folder.resolve("lost")))) {
            Machine web = lost.protect("web", 2);
            UUID point = lost.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0), web.disk(1));
            lost.endTarget();
            var there = new RecoveryClient(lost.server.asAdministrator());

            MachinePoints points = there.points(web.id(), OLDEST);

            assertThat(points.points()).isEmpty();
            assertThat(points.moments()).isEmpty();
            assertThat(points.unreached())
                    .extracting(UnreachedDisk::disk, UnreachedDisk::name, UnreachedDisk::masterTarget)
                    .containsExactly(tuple(web.disk(0), "disk-0", PointStage.KEEPER),
                            tuple(web.disk(1), "disk-1", PointStage.KEEPER));
            assertThat(points.unreached()).allSatisfy(disk -> assertThat(disk.problem()).isNotBlank());
            assertThat(there.pins(web.id()).unreached()).hasSize(2);
            assertRefused(ProblemCode.UNREACHABLE, "nothing was changed",
                    () -> there.pin(web.id(), point, "evidence"));
        }
    }

    @Test
    void aPointIsPinnedOnAllItsDisksUntilItIsLetGo() throws Exception {
        Machine web = stage.protect("kept", 2);
        UUID point = stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0), web.disk(1));

        MachinePin pin = operator.pin(web.id(), point, "evidence");

        assertThat(pin.disks()).isEqualTo(web.disks());
        assertThat(operator.pin(web.id(), point, "evidence").disks()).as("once more").isEqualTo(web.disks());
        for (UUID disk : web.disks()) {
            assertThat(stage.target().pins(disk)).singleElement().satisfies(kept -> {
                assertThat(kept.sequence()).isEqualTo(1);
                assertThat(kept.label()).isEqualTo("evidence");
                assertThat(kept.who()).isEqualTo("operator-person");
            });
        }
        assertThat(client.pins(web.id()).pins()).singleElement().satisfies(each -> {
            assertThat(each.point()).isEqualTo(point);
            assertThat(each.label()).isEqualTo("evidence");
            assertThat(each.disks()).isEqualTo(web.disks());
        });
        assertThat(point(web, point).pinned()).isTrue();
        assertThat(point(web, point).pinLabel()).isEqualTo("evidence");
        assertRefused(ProblemCode.NOT_ALLOWED, "role admin", () -> operator.unpin(web.id(), point));
        client.unpin(web.id(), point);
        client.unpin(web.id(), point);
        assertThat(client.pins(web.id()).pins()).isEmpty();
        assertThat(point(web, point).pinned()).isFalse();
        assertThat(stage.server.security().audit(0).lines()).filteredOn(line -> line.subject().equals(web.name()))
                .extracting(line -> line.who() + ": " + line.action())
                .contains("operator-person: point pinned", "secondsite:administrator:administrator: point unpinned");
    }

    @Test
    void whereOneDiskRefusesNoneIsPinned() throws Exception {
        Machine web = stage.protect("refusing", 2);
        stage.sender(web.disk(1)).write(200);
        UUID point = stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0), web.disk(1));
        stage.sender(web.disk(1)).write(200);
        stage.arrived(web.disk(1));
        stage.target().delete(web.disk(1),
                DeletionRequest.point(201, "anna", "no more needed", "bert"));

        assertRefused(ProblemCode.CONFLICT, "to be destroyed", () -> client.pin(web.id(), point, "evidence"));

        assertThat(client.pins(web.id()).pins()).isEmpty();
        assertThat(point(web, point).disks().get(1).deletion()).isNotNull();
    }

    @Test
    void whatIsLeftOfAMachineThatIsNotProtectedAnyMoreIsToldAndKept() throws Exception {
        Machine web = stage.protect("left", 2);
        UUID point = stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0), web.disk(1));
        stage.unprotect(web);

        assertThat(point(web, point).complete()).isTrue();
        assertThat(client.pin(web.id(), point, "the last one").disks()).containsExactlyElementsOf(web.disks());
        assertThat(client.pins(web.id()).pins()).singleElement()
                .satisfies(pin -> assertThat(pin.point()).isEqualTo(point));
        UUID bare = machineWithADisk("bare");
        assertRefused(ProblemCode.CONFLICT, "nothing is kept", () -> client.points(bare, OLDEST));
    }

    private UUID machineWithADisk(String name) throws IOException {
        stage.server.joined("agent", name).report(new AgentReport("1", Instant.now(), null, null,
                new MachineInventory(name, "Linux", 1, 1,
                        List.of(new MachineInventory.DiskFacts(UUID.randomUUID(), "root", 1 << 20, "/dev/root")),
                        List.of()),
                List.of(), List.of()));
        return stage.server.part(Inventory.class).machineOfAgent(name).orElseThrow().id();
    }

    @Test
    void theListOfMachinesTellsHowTheyStand() throws Exception {
        Machine web = stage.protect("listed", 1);
        stage.server.joined("agent", "spare").report(new AgentReport("1", Instant.now(), null, null,
                new MachineInventory("spare", "Linux", 1, 1, List.of(), List.of()), List.of(), List.of()));
        stage.server.part(HealthRound.class).run();
        List<MachineSummary> list = stage.server.inventory().machines(InventoryClient.Search.ALL, null, 100).items();
        assertThat(list).extracting(MachineSummary::name, MachineSummary::protection)
                .contains(tuple("spare", "UNPROTECTED"), tuple("listed", "PROTECTED"));
        assertThat(list).filteredOn(each -> each.name().equals("spare")).extracting(MachineSummary::health)
                .containsOnlyNulls();
        assertThat(list).filteredOn(each -> each.id().equals(web.id())).extracting(MachineSummary::health)
                .containsExactly(
                        new ProtectionClient(stage.server.asAdministrator()).protection(web.id()).health().level()
                                .name());
    }

    @Test
    void whoMayNotIsRefusedAndWhatIsWrongIsNamed() throws Exception {
        Machine web = stage.protect("wrong", 1);
        UUID point = stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0));
        assertThat(viewer.points(web.id(), OLDEST).points()).hasSize(1);
        assertThat(viewer.pins(web.id()).pins()).isEmpty();
        assertRefused(ProblemCode.NOT_ALLOWED, "operator", () -> viewer.pin(web.id(), point, "evidence"));
        assertRefused(ProblemCode.NOT_ALLOWED, "admin", () -> viewer.unpin(web.id(), point));
        assertRefused(ProblemCode.NOT_SIGNED_IN, "sign in",
                () -> new RecoveryClient(stage.server.stranger()).points(web.id(), OLDEST));
        assertRefused(ProblemCode.NOT_FOUND, "no such machine", () -> client.points(UUID.randomUUID(), OLDEST));
        assertRefused(ProblemCode.NOT_FOUND, "no such point", () -> client.pin(web.id(), UUID.randomUUID(), "x"));
        assertRefused(ProblemCode.BAD_REQUEST, "'label'", () -> client.pin(web.id(), point, " "));
        assertRefused(ProblemCode.BAD_REQUEST, "'label'", () -> client.pin(web.id(), point, "x".repeat(201)));
        assertRefused(ProblemCode.BAD_REQUEST, "'kind'",
                () -> client.points(web.id(), new MachinePointQuery(null, null, "nonsense", false, null, 1)));
        assertRefused(ProblemCode.BAD_REQUEST, "'limit'",
                () -> client.points(web.id(), new MachinePointQuery(null, null, null, false, null, 1001)));
        assertRefused(ProblemCode.BAD_REQUEST, "'after'",
                () -> client.points(web.id(), new MachinePointQuery(null, null, null, false, "17", 1)));
        Instant now = Instant.now();
        assertRefused(ProblemCode.BAD_REQUEST, "'from'", () -> client.points(web.id(),
                new MachinePointQuery(now, now.minus(Duration.ofHours(1)), null, false, null, 1)));
    }
}
