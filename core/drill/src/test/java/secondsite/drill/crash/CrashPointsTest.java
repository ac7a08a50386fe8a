package secondsite.drill.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.crash.Bookkeeping.Durability;
import secondsite.drill.crash.CrashJudge.Way;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/** Power is lost at a place of a guest's log: nothing that the guest's database had acknowledged is missing. */
class CrashPointsTest {

    private static final int POINTS = 20;
    private static final int MANY_POINTS = 500;
    /** Mutants of a kind. */
    private static final int MUTANTS = 3;
    /** At how many flushes a mutant is looked for, at most. */
    private static final int LOOKS = 3;

    private final RisingClock clock = new RisingClock();
    private final Acknowledgements acknowledgements = new Acknowledgements(clock);
    private final CleanUp cleanUp = new CleanUp();
    private final Random random = new Random(11);

    @TempDir
    Path folder;

    @BeforeEach
    void onlyRootMayMount() {
        assumeThat(Shell.run("id", "-u")).as("to mount a guest's disk one must be root").isEqualTo("0");
    }

    @AfterEach
    void unmount() {
        cleanUp.close();
    }

    @Test
    void noAcknowledgedTransactionIsMissingAtAnyFlush() throws Exception {
        atFlushes(POINTS);
    }

    @Test
    void norBetweenFlushesNorWithARollbackJournal() throws Exception {
        betweenFlushes(POINTS / 3);
    }

    @Test
    void norOfADiskThatItsQemuMirrorsBetweenAnyTwoWrites() throws Exception {
        mirrored(POINTS / 2);
    }

    @Test
    @Tag("long")
    void norAtOneOfManyPlacesOfOneThatItsQemuMirrors() throws Exception {
        mirrored(MANY_POINTS);
    }

    @Test
    @Tag("long")
    void norAtOneOfManyFlushes() throws Exception {
        atFlushes(MANY_POINTS);
    }

    @Test
    @Tag("long")
    void norAtOneOfManyPlacesWithARollbackJournal() throws Exception {
        betweenFlushes(MANY_POINTS);
    }

    private void atFlushes(int count) throws Exception {
        Recording recording = record(Durability.WRITE_AHEAD_LOG, count);
        List<Integer> points = spread(flushes(recording, 1), count);
        assertThat(points).hasSize(count);
        assertThat(complaints(recording, points)).isEmpty();
    }

    private void betweenFlushes(int count) throws Exception {
        Recording recording = record(Durability.ROLLBACK_JOURNAL, count);
        List<Integer> points = spread(
                IntStream.range(flushes(recording, 1).getFirst(), recording.records().size()).boxed()
                        .toList(),
                count);
        assertThat(complaints(recording, points)).isEmpty();
    }

    /** Its log has no flushes: any record will do. */
    private void mirrored(int count) throws Exception {
        Recording recording = record(Durability.WRITE_AHEAD_LOG, count, MirroringQemu::capture);
        List<Integer> places = IntStream.range(0, recording.records().size())
                .filter(i -> acknowledgements.least(recording.lastMoment(i)) >= 1).boxed().toList();
        assertThat(places).hasSizeGreaterThan(count);
        assertThat(complaints(recording, spread(places, count))).isEmpty();
    }

    @Test
    void aLogThatLiesIsFound() throws Exception {
        Recording recording = record(Durability.WRITE_AHEAD_LOG, 2 * MUTANTS);
        Map<Mutation, Integer> found = new EnumMap<>(Mutation.class);
        for (Mutation mutation : Mutation.values()) {
            for (int i = 0; i < MUTANTS; i++) {
                found.merge(mutation, complaint(recording, mutation, 2 + i).isPresent() ? 1 : 0, Integer::sum);
            }
        }
        System.out.println("mutants found, of " + MUTANTS + " each: " + found);
        assertThat(found.values()).allMatch(count -> count > MUTANTS / 2);
    }

    /** Changes the write that first carries a transaction, and looks at the flushes from its acknowledgement on. */
    private Optional<String> complaint(Recording recording, Mutation mutation, long transaction) throws Exception {
        int write = recording.writeWith(Bookkeeping.beginning(transaction)).orElseThrow();
        List<Integer> looks = flushes(recording, transaction).subList(0, LOOKS);
        int later = recording.writeAfter(looks.getFirst());
        return firstComplaint(mutation.of(recording, write, later, random), looks);
    }

    private Recording record(Durability durability, int transactions) throws Exception {
        var guest = new ProtectedGuest(Files.createDirectory(folder.resolve("guest")), clock, cleanUp);
        return record(guest, durability, transactions);
    }

    private Recording record(Durability durability, int transactions, ProtectedGuest.Capturing capturing)
            throws Exception {
        Path own = Files.createDirectory(folder.resolve("guest"));
        return record(new ProtectedGuest(own, clock, cleanUp, capturing), durability, transactions);
    }

    private Recording record(ProtectedGuest guest, Durability durability, int transactions) throws Exception {
        try (var books = new Bookkeeping(guest.files(), durability)) {
            guest.work(books, acknowledgements, transactions);
            return guest.crash();
        }
    }

    /** The flushes since this transaction was acknowledged; before the first one there was no database. */
    private List<Integer> flushes(Recording recording, long transaction) {
        return recording.flushes().stream()
                .filter(i -> acknowledgements.least(recording.lastMoment(i)) >= transaction).toList();
    }

    private static List<Integer> spread(List<Integer> all, int count) {
        return IntStream.range(0, count).mapToObj(i -> all.get((int) ((long) i * all.size() / count))).distinct()
                .toList();
    }

    private List<String> complaints(Recording recording, List<Integer> points) throws Exception {
        List<String> complaints = new ArrayList<>();
        try (var kept = new KeptDisk(recording, Files.createTempDirectory(folder, "kept"), clock)) {
            var judge = new CrashJudge(recording, kept, acknowledgements, folder);
            for (int point : points) {
                judge.complaint(point, random.nextInt(3) == 0 ? Way.MOUNTED : Way.COPIED).ifPresent(complaints::add);
            }
        }
        return complaints;
    }

    private Optional<String> firstComplaint(Recording recording, List<Integer> points) throws Exception {
        try (var kept = new KeptDisk(recording, Files.createTempDirectory(folder, "kept"), clock)) {
            var judge = new CrashJudge(recording, kept, acknowledgements, folder);
            for (int point : points) {
                Optional<String> complaint = judge.complaint(point, Way.COPIED);
                if (complaint.isPresent()) {
                    return complaint;
                }
            }
        }
        return Optional.empty();
    }
}
