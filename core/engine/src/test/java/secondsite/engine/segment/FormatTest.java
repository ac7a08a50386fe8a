package secondsite.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.engine.segment.FormatDocument.Field;

/** FORMAT.md says what the code does: sizes, limits and numbers. What is at each position is held by {@code FormatDecoderTest}. */
class FormatTest {

    private final FormatDocument format = FormatDocument.read();

    @ParameterizedTest
    @CsvSource({"Segment header, 4096", "Frame, 16", "Batch, 64", "Record, 28", "An extent, 32", "An anchor, 24",
            "A footer is, 96", "Extents are, 4096"})
    void fieldsFollowEachOtherUpToTheEnd(String table, int size) {
        int at = 0;
        for (Field field : format.fields(table)) {
            assertThat(field.at()).as("%s in %s", field.what(), table).isEqualTo(at);
            at += field.what().equals("extents") ? SegmentIndex.BLOCK_COUNT : field.size();
        }
        assertThat(at).isEqualTo(size);
    }

    @Test
    void sizesAreThoseOfTheCode() {
        assertThat(List.of(SegmentHeader.BYTES, Frame.BYTES, Batch.HEADER_BYTES, RecordHeader.BYTES,
                SegmentIndex.EXTENT_BYTES, SegmentIndex.ANCHOR_BYTES, SegmentFooter.BYTES, SegmentIndex.BLOCK_BYTES))
                .containsExactly(4096, 16, 64, 28, 32, 24, 96, 4096);
        assertThat(format.text()).contains("## Segment header: 4096 bytes", "## Frame: 16 bytes",
                "## Batch: 64 bytes", "## Record: 28 bytes", "the last 96 bytes of the file",
                "A block holds " + SegmentIndex.BLOCK_EXTENTS + ",",
                "begins %,d bytes".formatted(SegmentIndex.ANCHOR_DISTANCE_BYTES));
        assertThat(format.field("A mark", "data of the MARK").at()).isEqualTo(SegmentIndex.MARK_BYTES);
    }

    @Test
    void limitsAreThoseOfTheCode() {
        assertThat(limit("data of a WRITE or COPY")).isEqualTo(Limits.RECORD_DATA_BYTES);
        assertThat(limit("range of a ZERO or TRIM")).isEqualTo(Limits.RANGE_BYTES);
        assertThat(limit("data of a MARK")).isEqualTo(Limits.MARK_BYTES);
        assertThat(limit("raw payload of a batch")).isEqualTo(Limits.BATCH_BYTES);
        assertThat(limit("records in a batch")).isEqualTo(Limits.BATCH_RECORDS);
        assertThat(limit("a segment")).isEqualTo(Limits.SEGMENT_BYTES);
        assertThat(limit("disk")).isEqualTo(Limits.DISK_BYTES);
    }

    private long limit(String name) {
        String value = format.value("Limits", name);
        MatchResult found = Pattern.compile("([\\d,]+) ?(KiB|MiB|GiB|TiB)?.*").matcher(value).results().findFirst()
                .orElseThrow();
        int power = found.group(2) == null ? 0 : List.of("", "KiB", "MiB", "GiB", "TiB").indexOf(found.group(2));
        return Long.parseLong(found.group(1).replace(",", "")) << 10 * power;
    }

    @Test
    void numbersOfTypesAndKindsAreThoseOfTheCode() {
        assertThat(format.field("Record", "type").what())
                .isEqualTo("type: %d WRITE, %d ZERO, %d TRIM, %d FLUSH, %d COPY, %d MARK"
                        .formatted(RecordHeader.WRITE, RecordHeader.ZERO, RecordHeader.TRIM, RecordHeader.FLUSH,
                                RecordHeader.COPY, RecordHeader.MARK));
        assertThat(format.field("An extent", "kind").what()).isEqualTo("kind: %d data, %d zero, %d trim"
                .formatted(ContentKind.DATA.code(), ContentKind.ZERO.code(), ContentKind.TRIM.code()));
        assertThat(format.field("Batch", "codec").what())
                .isEqualTo("codec: %d plain, %d LZ4 block".formatted(Codec.PLAIN, Codec.LZ4));
        assertThat(format.text().replaceAll("\\s+", " ")).contains(
                "kind (1 byte: %d crash-consistent, %d app-consistent, %d group, %d bookmark, %d resync begins, %d resync ended)"
                        .formatted(MarkKind.CRASH_CONSISTENT.code(), MarkKind.APP_CONSISTENT.code(),
                                MarkKind.GROUP.code(), MarkKind.BOOKMARK.code(), MarkKind.RESYNC_BEGINS.code(),
                                MarkKind.RESYNC_ENDED.code()));
    }
}
