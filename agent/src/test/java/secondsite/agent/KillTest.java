package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * The real program under a real load over NBD, killed with SIGKILL at random moments and started again. The oracle is the client's own
 * list of what was answered.
 */
class KillTest {

    private static final int BLOCKS = 2048;

    @TempDir
    private Path folder;

    @Test
    void nothingAnsweredIsMissingOnTheDiskOrInTheSpool() throws Exception {
        new Life(folder, 8).live();
    }

    @Test
    @Tag("long")
    void nothingAnsweredIsMissingAfterAThousandKills() throws Exception {
        new Life(folder, 1000).live();
    }

    private static final class Life {

        private final Path image;
        private final Path spool;
        private final Path socket;
        private final int kills;
        private final Random random = new Random(11);
        private final int[] answered = new int[BLOCKS];
        private final List<List<Integer>> uncertain = new ArrayList<>();
        private int version;
        private long answers;
        private int killedUnderWay;

        Life(Path folder, int kills) {
            image = folder.resolve("disk.img");
            spool = folder.resolve("spool");
            socket = folder.resolve("nbd.sock");
            this.kills = kills;
            for (int i = 0; i < BLOCKS; i++) {
                uncertain.add(new ArrayList<>());
            }
        }

        void live() throws Exception {
            for (int kill = 0; kill < kills; kill++) {
                Process agent = start();
                try (var client = new WritingClient(socket)) {
                    verify(client);
                    loadUntilKilled(agent, client);
                }
                assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            Process last = start();
            try (var client = new WritingClient(socket)) {
                verify(client);
            }
            last.destroy();
            assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).as("after SIGTERM").isZero();
            assertSpoolTellsTheDisk();
            assertThat(killedUnderWay).as("kills with writes under way").isGreaterThan(kills / 2);
        }

        private Process start() throws Exception {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Path said = Files.createTempFile(image.getParent(), "said", "");
            Process agent = new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                    System.getProperty("java.class.path"), "secondsite.agent.Main", "disk", "serve", image.toString(),
                    "--size", (BLOCKS * (long) WritingClient.BLOCK) + "", "--unix", socket.toString(), "--spool",
                    spool.toString(), "--spool-reserve", "0").redirectErrorStream(true).redirectOutput(said.toFile())
                    .start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.readString(said).contains("serving ")) {
                assertThat(agent.isAlive() && System.nanoTime() < deadline).as(Files.readString(said)).isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            Files.delete(said);
            return agent;
        }

        /** Every block holds what was answered last, or something that was under way when the program was killed. */
        private void verify(WritingClient client) throws IOException {
            for (int block = 0; block < BLOCKS; block++) {
                int held = versionOf(client.read((long) block * WritingClient.BLOCK, WritingClient.BLOCK));
                if (held != answered[block] && !uncertain.get(block).contains(held)) {
                    throw new AssertionError("block " + block + " holds " + held + "; answered was " + answered[block]);
                }
                answered[block] = held;
                uncertain.get(block).clear();
            }
        }

        private static int versionOf(ByteBuffer block) {
            int version = block.getInt(0);
            for (int i = 4; i < WritingClient.BLOCK; i += 4) {
                assertThat(block.getInt(i)).isEqualTo(version);
            }
            return version;
        }

        private void loadUntilKilled(Process agent, WritingClient client) {
            long killAfter = answers + 1 + random.nextInt(1500);
            try {
                while (true) {
                    while (client.underWay() < 16) {
                        send(client);
                    }
                    heed(client.answered());
                    if (answers == killAfter) {
                        agent.destroyForcibly();
                    }
                }
            } catch (IOException _) {
                client.unanswered().forEach(this::neverAnswered);
                killedUnderWay += client.underWay() > 0 ? 1 : 0;
            }
        }

        private void send(WritingClient client) throws IOException {
            if (random.nextInt(100) == 0) {
                client.flush();
            } else {
                client.write(random.nextInt(BLOCKS), ++version);
            }
        }

        private void heed(WritingClient.Sent sent) {
            answers++;
            if (sent.block() >= 0) {
                answered[sent.block()] = sent.version();
            }
        }

        private void neverAnswered(WritingClient.Sent sent) {
            if (sent.block() >= 0) {
                uncertain.get(sent.block()).add(sent.version());
            }
        }

        private void assertSpoolTellsTheDisk() throws IOException {
            JournalIdentity identity = SplitDiskOpening.identity(DirectoryFolder.at(spool)).orElseThrow();
            var told = ByteBuffer.allocate((int) identity.diskSize());
            Folder log = DirectoryFolder.at(spool.resolve("log"));
            try (Journal journal = Journal.open(log, identity, JournalSettings.DEFAULTS, 1, 1,
                    InstantSource.system())) {
                assertThat(journal.firstSequence()).isEqualTo(1);
                assertThat(journal.lastSequence()).isGreaterThanOrEqualTo(answers);
                try (JournalCursor cursor = journal.cursor(1)) {
                    for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch
                            .isPresent(); batch = cursor.next(Long.MAX_VALUE)) {
                        batch.get().records().forEach(record -> apply(record, told));
                    }
                }
            }
            assertThat(told.mismatch(ByteBuffer.wrap(Files.readAllBytes(image)))).as("first byte that differs")
                    .isEqualTo(-1);
        }

        private static void apply(SequencedRecord record, ByteBuffer to) {
            if (record.record() instanceof Record.Write write) {
                to.put((int) write.offset(), write.data(), write.data().position(), write.data().remaining());
            }
        }
    }
}
