package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import secondsite.engine.segment.FormatDocument;
import secondsite.engine.segment.FormatDocument.Field;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * Reads a segment with nothing but FORMAT.md in its hands: positions and sizes come from its tables, the checksum and the LZ4 block are
 * done here by hand. Fails where the bytes are not as the document says.
 */
final class HandDecoder {

    /** A record, its sequence and time, and where it stands. */
    record Decoded(long sequence, long micros, Record record, long frame, int data, long batch, boolean thinned) {}

    private static final FormatDocument FORMAT = FormatDocument.read();

    private final byte[] file;
    private final List<Decoded> records = new ArrayList<>();
    private final ByteArrayOutputStream digested = new ByteArrayOutputStream();
    private long framesEnd;

    HandDecoder(byte[] file) {
        this.file = file;
        assertThat(text(0, "Segment header", "magic", 7)).isEqualTo("2ndsite");
        assertThat(number(0, "Segment header", "format version")).isEqualTo(1);
        assertThat(crc(file, 0, 4092)).isEqualTo((int) number(0, "Segment header", "checksum"));
        assertZeros(0, "Segment header");
        digested.write(file, 0, 4096);
        frames();
    }

    /** A little-endian field of a structure that begins at a position. */
    private long number(long base, String table, String what) {
        Field field = FORMAT.field(table, what);
        long value = 0;
        for (int i = field.size() - 1; i >= 0; i--) {
            value = value << 8 | file[(int) base + field.at() + i] & 0xff;
        }
        return field.size() == 4 ? (int) value : value;
    }

    private String text(long base, String table, String what, int length) {
        return new String(file, (int) base + FORMAT.field(table, what).at(), length, StandardCharsets.US_ASCII);
    }

    private byte[] bytes(long base, String table, String what) {
        Field field = FORMAT.field(table, what);
        return Arrays.copyOfRange(file, (int) base + field.at(), (int) base + field.at() + field.size());
    }

    private void assertZeros(long base, String table) {
        assertThat(bytes(base, table, "zeros")).containsOnly(0);
    }

    long header(String what) {
        return number(0, "Segment header", what);
    }

    UUID disk() {
        ByteBuffer id = ByteBuffer.wrap(bytes(0, "Segment header", "disk id"));
        return new UUID(id.getLong(), id.getLong());
    }

    byte[] digestBefore() {
        return bytes(0, "Segment header", "digest of the segment before");
    }

    List<Decoded> records() {
        return records;
    }

    private void frames() {
        long at = 4096;
        long sequence = header("first sequence");
        while (at + 16 <= file.length && text(at, "Frame", "magic", 4).equals("FRAM")) {
            ByteBuffer bound = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
            bound.put(file, 4092, 4).putLong(at).putLong(number(at, "Frame", "position up to"));
            assertThat((int) number(at, "Frame", "checksum")).isEqualTo(crc(bound.array(), 0, 20));
            assertThat(number(at, "Frame", "position up to")).isLessThanOrEqualTo(at);
            assertThat(batch("first sequence", at)).isEqualTo(sequence);
            payload(at);
            sequence = batch("last sequence", at) + 1;
            at += 16 + 64 + batch("stored length", at);
        }
        framesEnd = at;
    }

    private long batch(String what, long frame) {
        return number(frame + 16, "Batch", what);
    }

    private void payload(long frame) {
        int from = (int) frame + 80;
        int stored = (int) batch("stored length", frame);
        assertThat(text(frame + 16, "Batch", "magic", 4)).isEqualTo("BTCH");
        assertThat((int) batch("checksum of the stored", frame)).isEqualTo(crc(file, from, stored));
        assertThat((int) batch("checksum of bytes", frame)).isEqualTo(crc(file, (int) frame + 16, 60));
        assertThat(batch("epoch", frame)).isEqualTo(header("epoch"));
        assertThat(batch("disk tag", frame)).isEqualTo(disk().getMostSignificantBits());
        digested.write(file, (int) frame + 16, 64);
        byte[] raw = Arrays.copyOfRange(file, from, from + stored);
        records(frame, batch("codec", frame) == 0 ? raw : unpack(raw, (int) batch("raw length", frame)));
    }

    private void records(long frame, byte[] raw) {
        HandDecoder inside = new HandDecoder(raw, true);
        long first = batch("first sequence", frame);
        boolean thinned = (batch("flags", frame) & 1) != 0;
        int at = 0;
        int count = 0;
        long last = -1;
        while (at < raw.length) {
            int length = (int) inside.number(at, "Record", "length");
            int type = (int) inside.number(at, "Record", "type");
            int data = type == 1 || type == 5 || type == 6 ? length : 0;
            last = inside.number(at, "Record", "sequence");
            records.add(new Decoded(first + last, inside.number(at, "Record", "time"), record(inside, at, type), frame,
                    at + 28, first, thinned));
            inside.assertZeros(at, "Record");
            at += 28 + data;
            count++;
        }
        assertThat(at).isEqualTo(raw.length).isEqualTo((int) batch("raw length", frame));
        assertThat(count).isEqualTo((int) batch("number of records", frame));
        assertThat(first + last).isEqualTo(batch("last sequence", frame));
        assertThat(records.get(records.size() - count).micros()).isEqualTo(batch("time of the first", frame));
    }

    private HandDecoder(byte[] payload, boolean inside) {
        this.file = payload;
        assertThat(inside).isTrue();
    }

    private static Record record(HandDecoder in, int at, int type) {
        int length = (int) in.number(at, "Record", "length");
        long offset = in.number(at, "Record", "offset");
        ByteBuffer data = ByteBuffer.wrap(in.file, at + 28, type == 1 || type == 5 || type == 6 ? length : 0).slice();
        return switch (type) {
            case 1 -> new Record.Write(offset, data, in.number(at, "Record", "flags") == 1);
            case 2 -> new Record.Zero(offset, length);
            case 3 -> new Record.Trim(offset, length);
            case 4 -> new Record.Flush();
            case 5 -> new Record.Copy(offset, data);
            case 6 -> mark(data);
            default -> throw new AssertionError("type " + type);
        };
    }

    private static Record mark(ByteBuffer data) {
        MarkKind kind = MarkKind.values()[data.get() - 1];
        return new Record.Mark(kind, new UUID(data.getLong(), data.getLong()),
                StandardCharsets.UTF_8.decode(data).toString());
    }

    boolean sealed() {
        return file.length > 4096 + 96 && text(file.length - 96, "A footer is", "magic", 6).equals("sealed");
    }

    long footer(String what) {
        return number(file.length - 96, "A footer is", what);
    }

    byte[] footerDigest(String what) {
        return bytes(file.length - 96, "A footer is", what);
    }

    /** Holds footer and index against the records that were read. */
    void assertSealedRight(byte[] expectedExtentKinds, long diskSize) throws NoSuchAlgorithmException {
        assertThat((int) footer("checksum")).isEqualTo(crc(file, file.length - 96, 92));
        assertThat(footerDigest("bytes 4092")).isEqualTo(Arrays.copyOfRange(file, 4092, 4096));
        assertThat(footer("position of the index")).isEqualTo(framesEnd);
        assertThat(footer("length of the index")).isEqualTo(file.length - 96 - framesEnd);
        assertThat(footer("last sequence")).isEqualTo(records.getLast().sequence());
        assertThat(footer("time of the last")).isEqualTo(records.getLast().micros());
        assertThat(footer("number of records")).isEqualTo(records.size());
        assertThat(footer("earliest time"))
                .isEqualTo(records.stream().mapToLong(Decoded::micros).min().getAsLong());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(digested.toByteArray());
        assertThat(footerDigest("digest of this segment")).isEqualTo(Arrays.copyOf(digest, 16));
        index((int) framesEnd, expectedExtentKinds, diskSize);
    }

    private void index(int at, byte[] kinds, long diskSize) {
        ByteBuffer index = ByteBuffer.wrap(file, at, (int) footer("length of the index")).slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file, at, 4, StandardCharsets.US_ASCII)).isEqualTo("INDX");
        int anchors = index.getInt(4);
        int extents = index.getInt(8);
        int marks = index.getInt(12);
        int blocks = (extents + 126) / 127;
        int head = 16 + 8 * blocks;
        assertThat(index.getInt(head)).isEqualTo(crc(file, at, head));
        extents(at + head + 4, extents, index, kinds, (int) diskSize);
        int anchorsAt = at + head + 4 + 4096 * blocks;
        assertThat(index.getInt(anchorsAt - at + 24 * anchors)).isEqualTo(crc(file, anchorsAt, 24 * anchors));
        anchors(anchorsAt, anchors);
        int marksAt = anchorsAt + 24 * anchors + 4;
        assertThat(index.getInt(marksAt - at + marks)).isEqualTo(crc(file, marksAt, marks));
        marks(marksAt, marks);
        assertThat(marksAt + marks + 4).isEqualTo(file.length - 96);
    }

    private void extents(int at, int count, ByteBuffer index, byte[] kinds, int diskSize) {
        byte[] found = new byte[diskSize];
        for (int i = 0; i < count; i++) {
            int block = at + i / 127 * 4096;
            int extent = block + i % 127 * 32;
            int offset = (int) number(extent, "An extent", "offset");
            int length = (int) number(extent, "An extent", "length");
            byte kind = (byte) number(extent, "An extent", "kind");
            Arrays.fill(found, offset, offset + length, kind);
            if (i % 127 == 0) {
                assertThat(index.getLong(16 + i / 127 * 8)).isEqualTo(offset);
                assertThat(number(block, "Extents are", "number of extents")).isEqualTo(Math.min(127, count - i));
                assertThat((int) number(block, "Extents are", "checksum")).isEqualTo(crc(file, block, 4092));
            }
            assertThat(records).anyMatch(record -> explains(record, extent, offset, length, kind));
        }
        assertThat(found).isEqualTo(kinds);
    }

    private boolean explains(Decoded decoded, int extent, int offset, int length, int kind) {
        boolean there = decoded.frame() == number(extent, "An extent", "position of the frame")
                && decoded.batch() == number(extent, "An extent", "first sequence");
        int data = (int) number(extent, "An extent", "position of the data") & 0xffffff;
        return there && switch (decoded.record()) {
            case Record.Write write -> kind == 1 && offset >= write.offset()
                    && offset + length <= write.offset() + write.data().remaining()
                    && data == decoded.data() + offset - write.offset();
            case Record.Copy copy -> kind == 1 && offset >= copy.offset()
                    && offset + length <= copy.offset() + copy.data().remaining()
                    && data == decoded.data() + offset - copy.offset();
            case Record.Zero zero ->
                kind == 2 && offset >= zero.offset() && offset + length <= zero.offset() + zero.length();
            case Record.Trim trim ->
                kind == 3 && offset >= trim.offset() && offset + length <= trim.offset() + trim.length();
            default -> false;
        };
    }

    private void anchors(int at, int count) {
        long before = Long.MIN_VALUE / 2;
        int next = 0;
        for (Decoded decoded : records) {
            if (decoded.frame() - before >= 65_536) {
                int anchor = at + 24 * next++;
                assertThat(number(anchor, "An anchor", "position of the frame")).isEqualTo(decoded.frame());
                assertThat(number(anchor, "An anchor", "first sequence")).isEqualTo(decoded.batch());
                before = decoded.frame();
            }
        }
        assertThat(next).isEqualTo(count);
    }

    private void marks(int at, int length) {
        int end = at + length;
        for (Decoded decoded : records) {
            if (decoded.record() instanceof Record.Mark mark) {
                assertThat(number(at, "A mark", "sequence")).isEqualTo(decoded.sequence());
                assertThat(number(at, "A mark", "time")).isEqualTo(decoded.micros());
                int data = (int) number(at, "A mark", "length");
                assertThat(mark(ByteBuffer.wrap(file, at + 20, data).slice())).isEqualTo(mark);
                at += 20 + data;
            }
        }
        assertThat(at).isEqualTo(end);
    }

    /** CRC32C bit by bit. */
    private static int crc(byte[] bytes, int from, int length) {
        int crc = -1;
        for (int i = from; i < from + length; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }
        return ~crc;
    }

    /** An LZ4 block: literals and copies of what came before. */
    private static byte[] unpack(byte[] in, int length) {
        byte[] out = new byte[length];
        int[] at = {0};
        int to = 0;
        while (at[0] < in.length) {
            int token = in[at[0]++] & 0xff;
            int literals = more(in, at, token >>> 4);
            System.arraycopy(in, at[0], out, to, literals);
            at[0] += literals;
            to += literals;
            if (at[0] == in.length) {
                break;
            }
            int back = in[at[0]++] & 0xff | (in[at[0]++] & 0xff) << 8;
            for (int copies = more(in, at, token & 15) + 4; copies > 0; copies--, to++) {
                out[to] = out[to - back];
            }
        }
        assertThat(to).isEqualTo(length);
        return out;
    }

    private static int more(byte[] in, int[] at, int length) {
        int next = length == 15 ? 255 : 0;
        while (next == 255) {
            next = in[at[0]++] & 0xff;
            length += next;
        }
        return length;
    }
}
