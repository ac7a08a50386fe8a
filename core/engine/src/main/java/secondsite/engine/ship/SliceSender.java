package secondsite.engine.ship;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import secondsite.engine.segment.BatchPacker;

/** Packs slices, waits for bandwidth and sends, several at once but begun in order. */
final class SliceSender {

    /** A slice under a bandwidth limit is what goes through in about half a second, so that the limit holds over short times too. */
    private static final int LEAST_SLICE_BYTES = 64 << 10;

    private final ShippingLoop.Route route;
    private final ShippingSettings settings;
    private final MonotonicTime time;
    private final ConcurrentLinkedQueue<BatchPacker> packers = new ConcurrentLinkedQueue<>();
    private final LongAdder bytesSent = new LongAdder();

    SliceSender(ShippingLoop.Route route, ShippingSettings settings, MonotonicTime time) {
        this.route = route;
        this.settings = settings;
        this.time = time;
    }

    /** How much to put into the next slice. */
    int sliceBytes() {
        long limit = route.bandwidth().limit();
        return limit == 0
                ? settings.sliceBytes()
                : (int) Math.min(settings.sliceBytes(), Math.max(LEAST_SLICE_BYTES, limit / 2));
    }

    long bytesSent() {
        return bytesSent.sum();
    }

    Answer position() {
        return route.receiver().position();
    }

    /**
     * @param before done when the slice before has begun its way
     * @param begun  to be done when this one has, or never will
     */
    Answer send(Slice slice, CompletableFuture<Void> before, CompletableFuture<Void> begun)
            throws InterruptedException {
        BatchPacker packer = settings.packing().isEmpty() ? null : packer();
        try {
            Slice packed = packer == null
                    ? slice
                    : new Slice(slice.disk(), slice.epoch(), packer.pack(slice.batches()));
            before.get();
            int bytes = packed.bytes();
            throttle(bytes);
            begun.complete(null);
            bytesSent.add(bytes);
            return route.receiver().send(packed);
        } catch (IOException | ExecutionException e) {
            return new Answer.Unavailable(
                    "cannot pack records from " + slice.firstSequence() + " on: " + e.getMessage());
        } finally {
            begun.complete(null);
            if (packer != null) {
                packers.add(packer);
            }
        }
    }

    private BatchPacker packer() {
        BatchPacker free = packers.poll();
        var packing = settings.packing().orElseThrow();
        return free != null ? free : new BatchPacker(packing.targetBytes(), packing.compress());
    }

    private void throttle(int bytes) throws InterruptedException {
        long wait = route.bandwidth().take(bytes, time.nanos());
        if (wait > 0) {
            time.sleep(wait);
        }
    }
}
