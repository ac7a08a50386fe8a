package secondsite.engine.journal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

class JournalToolTest {

    private static final JournalIdentity DISK = new JournalIdentity(new UUID(1, 2), 1 << 20);

    private final SimulatedFolder folder = SimulatedFolder.named("machine");
    private long second = 1_750_000_000;
    private final InstantSource clock = () -> Instant.ofEpochSecond(second);
    private Journal journal;

    @BeforeEach
    void fill() throws IOException {
        journal = Journal.open(folder, DISK, new JournalSettings(1 << 20), 4, 10, clock);
        journal.append(List.of(new Record.Write(4096, ByteBuffer.allocate(512), true), new Record.Zero(8192, 100_000),
                new Record.Trim(0, 4096)));
        journal.seal();
        second += 60;
        journal.append(List.of(new Record.Copy(512, ByteBuffer.allocate(1000)), new Record.Flush(),
                new Record.Mark(MarkKind.BOOKMARK, new UUID(7, 8), "before\nthe move")));
        journal.force();
        journal.append(List.of(new Record.Flush()));
        journal.force();
    }

    private String dump(long first, long last, int exit) throws IOException {
        StringBuilder out = new StringBuilder();
        assertThat(new JournalDump(folder, first, last).print(out)).isEqualTo(exit);
        return out.toString();
    }

    private List<Finding> findings() throws IOException {
        return new JournalVerifier(folder).findings();
    }

    private int verify(StringBuilder out) throws IOException {
        return new JournalVerifier(folder).print(out);
    }

    private static String name(long first) {
        return "%020d-0000000004.segment".formatted(first);
    }

    private void write(String name, long position, byte[] bytes) throws IOException {
        try (StoredFile file = folder.open(name)) {
            file.write(ByteBuffer.wrap(bytes), position);
        }
    }

    @Test
    void dumpsEveryRecordOnALineOfItsOwn() throws IOException {
        assertThat(dump(0, Long.MAX_VALUE, 0).lines()).containsExactly(
                "10  2025-06-15T15:06:40Z  WRITE 4096 +512 FUA  " + name(10) + ":4096",
                "11  2025-06-15T15:06:40Z  ZERO 8192 +100000  " + name(10) + ":4096",
                "12  2025-06-15T15:06:40Z  TRIM 0 +4096  " + name(10) + ":4096",
                "13  2025-06-15T15:07:40Z  COPY 512 +1000  " + name(13) + ":4096",
                "14  2025-06-15T15:07:40Z  FLUSH  " + name(13) + ":4096",
                "15  2025-06-15T15:07:40Z  MARK BOOKMARK 00000000-0000-0007-0000-000000000008 before?the move  "
                        + name(13) + ":4096",
                "16  2025-06-15T15:07:40Z  FLUSH  " + name(13) + ":" + (4096 + 80 + 28 * 3 + 1000 + 32));
        assertThat(dump(12, 13, 0).lines()).hasSize(2);
        assertThat(dump(17, 99, 0)).isEmpty();
    }

    @Test
    void describesSegmentsTimesAndMarks() throws IOException {
        StringBuilder out = new StringBuilder();
        assertThat(new JournalDescription(folder).print(out)).isZero();
        assertThat(out.toString()).contains("journal     machine", "00000000-0000-0001-0000-000000000002, 1.0 MiB",
                "segments    2,", "records     7, sequences 10 to 16",
                "times       2025-06-15T15:06:40Z to 2025-06-15T15:07:40Z", name(10), "sealed", "growing",
                "mark        15  2025-06-15T15:07:40Z  BOOKMARK");
    }

    @Test
    void findsNothingInASoundJournalEvenWhileItIsOpen() throws IOException {
        StringBuilder out = new StringBuilder();
        assertThat(verify(out)).isZero();
        assertThat(out.toString()).isEqualTo("machine: 0 damaged, 0 warnings\n");
        journal.close();
        assertThat(findings()).isEmpty();
    }

    @Test
    void namesFilePositionRecordsAndTimesOfDamage() throws IOException {
        write(name(13), 4096 + 80 + 28 + 5, new byte[]{1});
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.DAMAGE);
            assertThat(finding.file()).isEqualTo("machine/" + name(13));
            assertThat(finding.position()).isEqualTo(4096);
            assertThat(finding.what()).contains("checksum of the batch of sequence 13");
            assertThat(finding.range().firstSequence()).isEqualTo(13);
            assertThat(finding.range().firstMicros()).isEqualTo(1_750_000_000_000_000L);
            assertThat(finding.fix()).isNotBlank();
        });
        assertThat(verify(new StringBuilder())).isEqualTo(2);
        assertThat(dump(0, 99, 2)).contains("UNREADABLE from sequence 13");
    }

    @Test
    void aTornTailIsAWarning() throws IOException {
        try (StoredFile file = folder.open(name(13))) {
            file.write(ByteBuffer.allocate(100), file.size());
        }
        StringBuilder out = new StringBuilder();
        assertThat(verify(out)).isEqualTo(1);
        assertThat(out.toString()).startsWith("WARNING machine/" + name(13)).contains("100 bytes are a torn tail");
    }

    @Test
    void aMissingSegmentAndAnOlderJournalAreDamage() throws IOException {
        journal.seal();
        journal.append(List.of(new Record.Flush()));
        journal.close();
        folder.delete(name(13));
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).contains("missing");
            assertThat(finding.range().firstSequence()).isEqualTo(13);
            assertThat(finding.range().lastSequence()).isEqualTo(16);
        });
        assertThat(new JournalVerifier(folder, OptionalLong.of(17)).findings()).hasSize(1);
        assertThat(new JournalVerifier(folder, OptionalLong.of(18)).findings()).hasSize(2);
    }

    @Test
    void anIndexThatIsNotThatOfItsRecordsIsDamageThatCanBeMended() throws IOException {
        journal.close();
        long index;
        try (StoredFile file = folder.open(name(10))) {
            index = file.size() - 96 - 24 - 4 - 4;
        }
        write(name(10), index, new byte[]{99});
        Finding finding = findings().getFirst();
        assertThat(finding.what()).contains("index");
        try (StoredFile file = folder.open(name(10))) {
            file.resize(finding.position());
        }
        Journal.open(folder, DISK, new JournalSettings(1 << 20), 4, 10, clock).close();
        assertThat(findings()).isEmpty();
    }

    @Test
    void changesNothing() throws IOException {
        folder.create("x.segment.unfinished").close();
        List<String> before = folder.names();
        assertThat(verify(new StringBuilder())).isEqualTo(1);
        new JournalDescription(folder).print(new StringBuilder());
        dump(0, 99, 0);
        assertThat(folder.names()).isEqualTo(before);
        journal.append(List.of(new Record.Flush()));
        journal.force();
    }
}
