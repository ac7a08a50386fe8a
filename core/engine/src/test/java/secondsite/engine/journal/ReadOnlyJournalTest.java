package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** A journal that is only read: all that is whole can be read, and not a byte of the folder changes. */
class ReadOnlyJournalTest {

    private static final JournalIdentity IDENTITY = new JournalIdentity(new UUID(1, 2), 1 << 20);
    private static final int RECORDS = 40;

    private final Random random = new Random(4);
    private final List<byte[]> written = new ArrayList<>();

    @TempDir
    private Path directory;
    private Path killed;

    /** Several segments, of which the last ones are not sealed, as a killed program leaves them. */
    @BeforeEach
    void write() throws IOException {
        killed = Files.createDirectory(directory.resolve("killed"));
        Path own = directory.resolve("own");
        try (Journal journal = Journal.open(DirectoryFolder.at(own), IDENTITY, new JournalSettings(32 << 10), 1, 1,
                () -> Instant.EPOCH)) {
            for (int i = 0; i < RECORDS; i++) {
                byte[] data = new byte[4096];
                random.nextBytes(data);
                written.add(data);
                journal.append(List.of(new Record.Write(0, ByteBuffer.wrap(data), false)));
                if (i == RECORDS / 2) {
                    journal.force();
                }
            }
            for (Path file : files(own)) {
                Files.copy(file, killed.resolve(file.getFileName()));
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Map<String, String> content(Path folder) throws IOException {
        var content = new TreeMap<String, String>();
        for (Path file : files(folder)) {
            var sum = new CRC32();
            sum.update(Files.readAllBytes(file));
            content.put(file.getFileName().toString(), Files.size(file) + " " + HexFormat.of().toHexDigits(
                    sum.getValue()) + " " + Files.getLastModifiedTime(file));
        }
        return content;
    }

    private static Journal read(Path folder) throws IOException {
        return Journal.openReadOnly(DirectoryFolder.at(folder), IDENTITY, () -> Instant.EPOCH);
    }

    private void assertTells(Journal journal, int records) throws IOException {
        assertThat(journal.lastSequence()).isEqualTo(records);
        int at = 0;
        try (JournalCursor cursor = journal.cursor(1)) {
            for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch.isPresent(); batch = cursor
                    .next(Long.MAX_VALUE)) {
                for (SequencedRecord record : batch.get().records()) {
                    assertThat(record.record())
                            .isEqualTo(new Record.Write(0, ByteBuffer.wrap(written.get(at++)), false));
                }
            }
        }
        assertThat(at).isEqualTo(records);
    }

    @Test
    void whatIsWholeIsReadAndNothingIsChanged() throws IOException {
        Files.write(killed.resolve("of-nobody.segment.unfinished"), new byte[10]);
        Files.write(killed.resolve("00000000000000000000.spare"), new byte[10]);
        Map<String, String> before = content(killed);
        try (Journal journal = read(killed)) {
            assertTells(journal, RECORDS);
        }
        assertThat(content(killed)).isEqualTo(before);
    }

    @Test
    void aTornTailIsPassedOverAndStays() throws IOException {
        Path last = files(killed).stream().filter(file -> file.toString().endsWith(".segment")).toList().getLast();
        try (var file = Files.newByteChannel(last, StandardOpenOption.WRITE)) {
            file.truncate(Files.size(last) - 1000);
        }
        Map<String, String> before = content(killed);
        try (Journal journal = read(killed)) {
            assertTells(journal, RECORDS - 1);
        }
        assertThat(content(killed)).isEqualTo(before);
    }

    @Test
    void whoeverWantsToChangeItIsRefused() throws IOException {
        Map<String, String> before = content(killed);
        try (Journal journal = read(killed)) {
            assertThatThrownBy(() -> journal.append(List.of(new Record.Flush()))).isInstanceOf(IOException.class)
                    .hasStackTraceContaining("for reading only");
            assertThatThrownBy(() -> journal.append(List.of(new Record.Mark(MarkKind.GROUP, new UUID(1, 1), ""))))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(journal::force).isInstanceOf(IOException.class);
            assertThatThrownBy(journal::seal).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> journal.beginEpoch(2)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> journal.release(RECORDS)).isInstanceOf(IOException.class)
                    .hasMessageContaining("for reading only");
            assertThatThrownBy(() -> journal.compact(List.of(0L, 30L))).isInstanceOf(IOException.class);
        }
        assertThat(content(killed)).isEqualTo(before);
    }

    @Test
    void itCanBeReadWhileItsOwnerAppends() throws IOException {
        try (Journal owner = Journal.open(DirectoryFolder.at(killed), IDENTITY, JournalSettings.DEFAULTS, 1, 1,
                () -> Instant.EPOCH); Journal journal = read(killed)) {
            owner.append(List.of(new Record.Flush()));
            assertTells(journal, RECORDS);
        }
    }

    @Test
    void damageIsRefusedAsEver() throws IOException {
        Path first = files(killed).stream().filter(file -> file.toString().endsWith(".segment")).findFirst()
                .orElseThrow();
        Files.delete(first);
        byte[] second = Files.readAllBytes(files(killed).getFirst());
        second[100] ^= 1;
        Files.write(files(killed).getFirst(), second);
        assertThatThrownBy(() -> read(killed)).isInstanceOf(DamagedException.class);
    }

    @Test
    void aFolderWithoutAJournalIsRefusedAndStaysEmpty() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> read(empty)).isInstanceOf(IOException.class)
                .hasMessageContaining("holds no journal").hasMessageContaining(empty.toString());
        assertThat(files(empty)).isEmpty();
    }
}
