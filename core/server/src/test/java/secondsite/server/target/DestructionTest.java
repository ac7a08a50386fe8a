package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.api.policy.Retention;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.server.target.keeping.Deletions;

/** A target that dies, or whose file system fails, at any call of a destruction: it is whole or gone, and done in the end. */
class DestructionTest {

    private static final JournalSettings SETTINGS = new JournalSettings(16 << 10);
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration QUARANTINE = Duration.ofDays(14);

    /** A machine with two disks, of which the first has a deletion pending. */
    private static final class Machine {
        final SimulatedFolder folder = SimulatedFolder.named("replicas");
        final SourceDisk doomed = new SourceDisk(new UUID(0, 1), 20_000, micros(START), new Random(1));
        final SourceDisk other = new SourceDisk(new UUID(0, 2), 20_000, micros(START), new Random(2));
        private Instant now = START;
        private long nanos;
        private long ids;
        private ClockGuard guard;
        ReplicaStore store;
        Deletions deletions;

        Machine() throws IOException {
            open(folder);
            for (SourceDisk disk : List.of(doomed, other)) {
                Replica replica = store.create(disk.identity());
                replica.copy(disk.copy(0, disk.size()));
                replica.finishCopy(0);
                for (int i = 0; i < 30; i++) {
                    replica.journal().append(disk.write(1));
                }
                replica.journal().force();
            }
        }

        void open(Folder in) throws IOException {
            store = ReplicaStore.open(in, SETTINGS, () -> now, () -> 7);
            guard = new ClockGuard(in, () -> now, () -> nanos);
            deletions = new Deletions(in, new Deletions.Surroundings(store, guard, () -> now, _ -> false, QUARANTINE,
                    () -> new UUID(9, ++ids)));
        }

        void pass(Duration time) throws IOException {
            now = now.plus(time);
            nanos += time.toNanos();
            assertThat(guard.check()).isEmpty();
        }

        /** As after the death of the process or of the machine. */
        void comeUpAgain(Random powerLoss) throws IOException {
            if (powerLoss != null) {
                folder.losePower(powerLoss);
            }
            folder.endProcess();
            open(folder);
        }

        void assertOtherIsUntouched() throws IOException {
            Pasts.assertEquals(store.find(other.id).orElseThrow(), other, List.of(0L, 7L, 30L));
        }
    }

    @ParameterizedTest
    @EnumSource(Faults.Kind.class)
    void whereverADestructionOfAReplicaBreaksOffItIsWholeOrGone(Faults.Kind kind) throws IOException {
        var random = new Random(3);
        int call = 0;
        for (boolean broke = true; broke; call++) {
            broke = breakOff(call, kind, random, DestructionTest::replica);
        }
        assertThat(call).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(Faults.Kind.class)
    void whereverADestructionOfPointsBreaksOffAllOthersStay(Faults.Kind kind) throws IOException {
        var random = new Random(4);
        int call = 0;
        for (boolean broke = true; broke; call++) {
            broke = breakOff(call, kind, random, DestructionTest::points);
        }
        assertThat(call).isGreaterThan(10);
    }

    /** What is asked for, and what must hold of the doomed disk after it broke off and after it was done. */
    private interface Scenario {
        Check begin(Machine machine) throws IOException;
    }

    private interface Check {
        void hold(boolean done) throws IOException;
    }

    private static Check replica(Machine machine) throws IOException {
        machine.deletions.request(machine.doomed.id, DeletionRequest.replica("anna", "why", "bert"));
        return done -> {
            boolean there = machine.store.find(machine.doomed.id).isPresent();
            assertThat(there && done).isFalse();
            assertThat(machine.store.damaged()).isEmpty();
            if (there) {
                Pasts.assertEquals(machine.store.find(machine.doomed.id).orElseThrow(), machine.doomed,
                        List.of(0L, 11L, 30L));
            } else {
                assertThat(machine.folder.folders()).containsExactly(machine.other.id.toString());
            }
        };
    }

    private static Check points(Machine machine) throws IOException {
        machine.deletions.request(machine.doomed.id,
                DeletionRequest.points(time(machine.doomed, 10), time(machine.doomed, 19), "anna", "why", "bert"));
        return done -> {
            Replica replica = machine.store.find(machine.doomed.id).orElseThrow();
            List<Long> recoverable = Pasts.recoverable(replica);
            for (long sequence = 0; sequence <= 30; sequence++) {
                boolean asked = sequence >= 10 && sequence <= 19;
                assertThat(recoverable.contains(sequence)).as("sequence %s", sequence).isIn(!asked, !asked || !done);
            }
            Pasts.assertEquals(replica, machine.doomed, recoverable);
            assertThat(replica.findings()).isEmpty();
        };
    }

    private static Instant time(SourceDisk disk, long sequence) {
        return Instant.EPOCH.plusNanos(disk.times.get(sequence) * 1000);
    }

    /** @return whether the fault hit */
    private static boolean breakOff(int call, Faults.Kind kind, Random random, Scenario scenario) throws IOException {
        var machine = new Machine();
        Check check = scenario.begin(machine);
        machine.store.close();
        var faults = new Faults(random);
        machine.folder.endProcess();
        machine.open(new FailingFolder(machine.folder, faults));
        machine.pass(QUARANTINE.plus(Duration.ofHours(1)));
        long before = faults.calls();
        boolean dies = random.nextInt(3) > 0;
        faults.fail(call, kind, dies);
        try {
            machine.deletions.run();
        } catch (IOException broken) {
            assertThat(broken).hasMessageContaining("simulated");
        }
        boolean hit = faults.calls() - before > call;
        faults.heal();
        if (dies) {
            machine.comeUpAgain(random.nextBoolean() ? random : null);
            check.hold(false);
        }
        machine.deletions.run();
        assertThat(machine.deletions.all()).as("call %s", call).noneMatch(Deletion::pending);
        check.hold(true);
        machine.assertOtherIsUntouched();
        machine.comeUpAgain(random);
        assertThat(machine.deletions.all()).noneMatch(Deletion::pending);
        check.hold(true);
        machine.assertOtherIsUntouched();
        machine.store.close();
        return hit;
    }

    @Test
    void aReplicaThatWasMadeAnewIsNotDestroyedForTheOldOne() throws IOException {
        var machine = new Machine();
        machine.deletions.request(machine.doomed.id, DeletionRequest.replica("anna", "why", "bert"));
        machine.pass(Duration.ofDays(1));
        assertThat(machine.store.destroy(machine.doomed.id)).isEmpty();
        machine.store.create(machine.doomed.identity());
        machine.pass(QUARANTINE);
        machine.deletions.run();
        assertThat(machine.deletions.all()).noneMatch(Deletion::pending);
        assertThat(machine.store.find(machine.doomed.id)).isPresent();
        machine.store.close();
    }

    @Test
    void aDamagedReplicaCanBeDestroyed() throws IOException {
        var machine = new Machine();
        machine.store.close();
        Folder doomed = machine.folder.folder(machine.doomed.id.toString());
        doomed.delete(IdentityFile.NAME);
        machine.open(machine.folder);
        assertThat(machine.store.damaged()).containsKey(machine.doomed.id.toString());
        machine.deletions.request(machine.doomed.id, DeletionRequest.replica("anna", "why", "bert"));
        machine.pass(QUARANTINE.plus(Duration.ofHours(1)));
        machine.deletions.run();
        assertThat(machine.folder.folders()).containsExactly(machine.other.id.toString());
        assertThat(machine.store.damaged()).isEmpty();
        machine.store.close();
    }

    @Test
    void aDamagedFileDestroysNothingAndShortensNothing() throws IOException {
        var machine = new Machine();
        machine.deletions.request(machine.doomed.id, DeletionRequest.replica("anna", "why", "bert"));
        machine.store.close();
        byte[] file = Files.read(machine.folder, "deletions");
        file[file.length / 2] ^= 4;
        Files.write(machine.folder, "deletions", file);
        machine.open(machine.folder);
        var wanted = new Retention(60, 1, 1);
        machine.deletions.want(Map.of(machine.doomed.id, wanted), _ -> wanted);
        machine.pass(QUARANTINE.minus(Duration.ofHours(1)));
        machine.deletions.run();
        assertThat(machine.store.find(machine.doomed.id)).isPresent();
        assertThat(machine.deletions.inForce(machine.doomed.id).orElseThrow().dailyUntil())
                .isGreaterThan(Duration.ofDays(10_000));
        machine.pass(Duration.ofHours(2));
        machine.deletions.run();
        assertThat(machine.store.find(machine.doomed.id)).isPresent();
        assertThat(machine.deletions.inForce(machine.doomed.id).orElseThrow().dailyUntil())
                .isEqualTo(Duration.ofDays(1));
        machine.store.close();
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * 1000;
    }
}
