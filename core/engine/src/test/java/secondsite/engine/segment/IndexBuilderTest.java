package secondsite.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IndexBuilderTest {

    private static final int ANCHORS = 20_000;
    private static final int ROUNDS = 20;

    /** A full segment is sealed by one thread while others look for places to read from. */
    @Test
    void beingAskedForAnchorsDisturbsNoSeal() throws Exception {
        var index = new IndexBuilder();
        for (int i = 0; i < ANCHORS; i++) {
            index.batch((long) i * SegmentIndex.ANCHOR_DISTANCE_BYTES, i);
            index.time(ANCHORS - i);
        }
        ByteBuffer alone = index.build();
        List<Anchor> before = index.anchors();
        assertThat(before).hasSize(ANCHORS).last().extracting(Anchor::earliestMicros).isEqualTo(1L);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> asking = threads.submit(() -> {
                for (int i = 0; i < ROUNDS * 100; i++) {
                    assertThat(index.anchors().size()).isEqualTo(ANCHORS);
                }
            });
            for (int i = 0; i < ROUNDS || !asking.isDone(); i++) {
                assertThat(index.build()).isEqualTo(alone);
            }
            asking.get();
        }
        assertThat(index.anchors()).isEqualTo(before);
    }
}
