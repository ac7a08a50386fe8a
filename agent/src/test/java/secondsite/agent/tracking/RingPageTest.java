package secondsite.agent.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import secondsite.agent.tracking.WriteEvents.LostException;

/** What a real kernel recorded, and what is made of it. Everything is little-endian there. */
class RingPageTest {

    private static final long SECTORS = 1 << 15;

    private final List<String> told = new ArrayList<>();

    private RingPage pages(long first, long sectors) {
        return new RingPage(EventFormat.parse(RecordedEvents.FORMAT), RecordedEvents.DEVICE, first, sectors);
    }

    private void written(long offset, long length) {
        told.add(offset + "+" + length);
    }

    @Test
    void tellsWritesZeroesAndDiscardsAndNoFlush() throws LostException {
        assertThat(pages(0, SECTORS).read(RecordedEvents.page(RecordedEvents.SECOND_PROCESSOR), this::written))
                .isEqualTo(6);
        assertThat(told).containsExactly("20480+4096", "24576+4096", "28672+4096", "1048576+65536");
        told.clear();
        assertThat(pages(0, SECTORS).read(RecordedEvents.page(RecordedEvents.FIRST_PROCESSOR), this::written))
                .isEqualTo(1);
        assertThat(told).containsExactly("8192+8192");
    }

    @Test
    void tellsOfAPartitionWhatLiesInIt() throws LostException {
        pages(44, 8).read(RecordedEvents.page(RecordedEvents.SECOND_PROCESSOR), this::written);
        assertThat(told).containsExactly("0+2048", "2048+2048");
    }

    @Test
    void tellsNothingOfOtherDevices() throws LostException {
        var others = new RingPage(EventFormat.parse(RecordedEvents.FORMAT), 0x700001, 0, SECTORS);
        assertThat(others.read(RecordedEvents.page(RecordedEvents.SECOND_PROCESSOR), this::written)).isEqualTo(6);
        assertThat(told).isEmpty();
    }

    @Test
    void saysWhenTheKernelLostEvents() {
        ByteBuffer page = RecordedEvents.page(RecordedEvents.SECOND_PROCESSOR).order(ByteOrder.nativeOrder());
        page.putLong(8, page.getLong(8) | 1L << 31);
        assertThatThrownBy(() -> pages(0, SECTORS).read(page, this::written)).isInstanceOf(LostException.class);
    }

    @Test
    void neverReadsBeyondAPageThatMakesNoSense() {
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer page = RecordedEvents.page(RecordedEvents.SECOND_PROCESSOR);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                page.put(8 + random.nextInt(page.limit() - 8), (byte) random.nextInt());
            }
            try {
                pages(0, SECTORS).read(page.limit(random.nextInt(page.limit()) + 1), this::checked);
            } catch (LostException _) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private void checked(long offset, long length) {
        assertThat(offset >= 0 && length > 0 && offset + length <= SECTORS << 9).isTrue();
    }

    @Test
    void refusesAKernelWhoseEventsLackAField() {
        assertThatThrownBy(() -> EventFormat.parse(RecordedEvents.FORMAT.replace("nr_sector", "count")))
                .hasMessageContaining("nr_sector");
        assertThatThrownBy(() -> EventFormat.parse("")).hasMessageContaining("number");
    }
}
