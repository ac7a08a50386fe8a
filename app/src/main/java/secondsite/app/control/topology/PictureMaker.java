package secondsite.app.control.topology;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import secondsite.app.control.Ink;

/**
 * Makes pictures in the background, one at a time; of several topologies that come meanwhile only the last one is made. What was
 * laid out is not laid out again while the same things are there. Asked and fetched from on the screen's thread alone.
 */
final class PictureMaker {

    /** What comes back: a picture, or why there is none. */
    private record Result(Picture picture, Object shape, RuntimeException failure) {}

    private final TopologyLayout layout;
    private final Executor background;
    private final AtomicReference<Result> arrived = new AtomicReference<>();
    private Object shape = new Object();
    private Placement placement = Placement.EMPTY;
    /** The pixels of the last overview, and of the one before it, which is painted over next: they are too many to be made each time. */
    private int[] pixels = new int[0];
    private int[] spare = new int[0];
    private boolean working;

    PictureMaker(TopologyLayout layout, Executor background) {
        this.layout = layout;
        this.background = background;
    }

    boolean isWorking() {
        return working;
    }

    void make(Topology topology, Map<Ink, Integer> colors) {
        working = true;
        Object known = shape;
        Placement before = placement;
        int[] paintedOver = spare;
        background.execute(() -> {
            try {
                Object now = Picture.shape(topology);
                Placement placed = now.equals(known) ? before : layout.place(topology);
                arrived.set(new Result(Picture.of(topology, placed, colors, paintedOver), now, null));
            } catch (RuntimeException e) {
                arrived.set(new Result(null, null, e));
            }
        });
    }

    /** Hands over what arrived since, if anything did; a failure is thrown. */
    void fetch(Consumer<Picture> taker) {
        Result result = arrived.getAndSet(null);
        if (result == null) {
            return;
        }
        working = false;
        if (result.failure() != null) {
            throw result.failure();
        }
        shape = result.shape();
        placement = result.picture().placement();
        spare = pixels;
        pixels = result.picture().overview().pixels();
        taker.accept(result.picture());
    }
}
