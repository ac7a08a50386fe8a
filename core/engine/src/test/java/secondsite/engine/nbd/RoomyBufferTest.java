package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RoomyBufferTest {

    private static final int LARGE = 3 << 20;

    @Test
    void growsForWhoNeedsItAndKeepsWhatItHolds() {
        try (RoomyBuffer room = new RoomyBuffer()) {
            room.current().put(1000, new byte[]{1, 2, 3});
            assertThat(room.suits(RoomyBuffer.USUAL_BYTES)).isTrue();
            assertThat(room.suits(LARGE)).isFalse();
            room.change(LARGE, 1000, 3, 7);
            assertThat(room.current().capacity()).isEqualTo(LARGE);
            assertThat(room.current().slice(7, 3)).isEqualTo(ByteBuffer.wrap(new byte[]{1, 2, 3}));
            assertThat(room.suits(LARGE)).isTrue();
            assertThat(room.suits(LARGE + 1)).isFalse();
        }
    }

    @Test
    void shrinksOnlyWhenMuchIsRarelyNeeded() {
        try (RoomyBuffer room = new RoomyBuffer()) {
            room.change(LARGE, 0, 0, 0);
            for (int i = 0; i < 10; i++) {
                assertThat(room.suits(10)).isTrue();
                assertThat(room.suits(LARGE)).isTrue();
            }
            int requests = 0;
            while (room.suits(10)) {
                requests++;
            }
            assertThat(requests).isBetween(10, 1000);
            room.current().put(LARGE - 1, (byte) 9);
            room.change(10, LARGE - 1, 1, 5);
            assertThat(room.current().capacity()).isEqualTo(RoomyBuffer.USUAL_BYTES);
            assertThat(room.current().get(5)).isEqualTo((byte) 9);
        }
    }
}
