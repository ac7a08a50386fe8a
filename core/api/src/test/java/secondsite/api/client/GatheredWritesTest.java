package secondsite.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatheredWritesTest {

    /** Remembers each write, and may be broken. */
    private static final class Below extends OutputStream {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final List<Integer> lengths = new ArrayList<>();
        private int flushes;
        private boolean broken;

        @Override
        public void write(int value) {
            throw new AssertionError("single bytes");
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (broken) {
                throw new IOException("the line is cut");
            }
            all.write(from, offset, length);
            lengths.add(length);
        }

        @Override
        public void flush() {
            flushes++;
        }
    }

    private final Below below = new Below();
    private final GatheredWrites gathered = new GatheredWrites(below);

    @Test
    void passesOnWhatWasWrittenInOrder() throws IOException {
        var random = new Random(1);
        var expected = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            byte[] some = new byte[random.nextInt(i % 10 == 0 ? 200_000 : 9_000)];
            random.nextBytes(some);
            gathered.write(some, some.length / 3, some.length - some.length / 3);
            expected.write(some, some.length / 3, some.length - some.length / 3);
            gathered.write(i);
            expected.write(i);
        }
        gathered.flush();
        assertThat(below.all.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void smallWritesBecomeFullRecords() throws IOException {
        for (int i = 0; i < 32; i++) {
            gathered.write(new byte[8 << 10]);
        }
        gathered.flush();
        assertThat(below.lengths).allMatch(length -> length % (16 << 10) == 0);
    }

    @Test
    void nothingStaysBehindAFlush() throws IOException {
        gathered.write(new byte[]{1, 2, 3});
        assertThat(below.all.size()).isZero();
        gathered.flush();
        assertThat(below.all.toByteArray()).containsExactly(1, 2, 3);
        assertThat(below.flushes).isEqualTo(1);
    }

    @Test
    void aCutLineIsToldToWhoeverWrites() throws IOException {
        below.broken = true;
        gathered.write(1);
        assertThatThrownBy(gathered::flush).hasMessage("the line is cut");
        assertThatThrownBy(() -> gathered.write(new byte[1 << 20])).hasMessage("the line is cut");
    }
}
