package secondsite.drill.world;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries requests and answers between machines, each with a delay of its own, so that they overtake each other; some are lost, come
 * twice, or arrive with a bit turned; some ways are cut.
 */
public final class Network {

    /** What goes wrong, each as a chance from 0 to 1 for one message. */
    public record Weather(double loss, double duplication, double corruption, double slow) {

        public static final Weather FAIR = new Weather(0, 0, 0, 0);
    }

    /** What the machine that is asked does, in a thread of its own. */
    public interface Handler<T> {
        T handle(byte[] body) throws IOException, InterruptedException;
    }

    private record Way(String from, String to) {}

    private static final long FAST = 200_000;
    private static final long NORMAL = 20_000_000;
    private static final long SLOW = 4_000_000_000L;

    private final World world;
    private final Set<Way> cut = new HashSet<>();
    private Weather weather = Weather.FAIR;

    Network(World world) {
        this.world = world;
    }

    public void weather(Weather now) {
        weather = now;
    }

    /** Nothing gets through from one to the other, until {@link #mend}. */
    public void cut(Machine from, Machine to) {
        world.trace().add("network", "cut from {} to {}", from.name(), to.name());
        cut.add(new Way(from.name(), to.name()));
    }

    public void mend() {
        cut.clear();
    }

    /**
     * Asks another machine and waits. Called by a thread of the run that asks.
     *
     * @param body what is sent, which may arrive damaged
     * @return empty when no answer came in time
     */
    public <T> Optional<T> ask(Run asking, Machine to, byte[] body, Handler<T> handler, long timeoutNanos)
            throws InterruptedException {
        Machine from = asking.machine();
        return asking.<Optional<T>>await(told -> {
            Consumer<Optional<T>> once = once(told);
            Consumer<T> answer = value -> carry(to, from, () -> once.accept(Optional.of(value)));
            carry(from, to, () -> deliver(to, body.clone(), handler, answer));
            if (world.happens(weather.duplication())) {
                carry(from, to, () -> deliver(to, body.clone(), handler, answer));
            }
            world.time().after(timeoutNanos, () -> once.accept(Optional.empty()));
        });
    }

    private static <T> Consumer<T> once(Consumer<T> told) {
        boolean[] done = new boolean[1];
        return value -> {
            if (!done[0]) {
                done[0] = true;
                told.accept(value);
            }
        };
    }

    private <T> void deliver(Machine to, byte[] body, Handler<T> handler, Consumer<T> answer) {
        if (body.length > 0 && world.happens(weather.corruption())) {
            body[world.random().nextInt(body.length)] ^= (byte) (1 << world.random().nextInt(8));
        }
        Run run = to.run();
        to.attempt("request", () -> {
            T value = handler.handle(body);
            run.checkAlive();
            answer.accept(value);
        });
    }

    private void carry(Machine from, Machine to, Runnable arrival) {
        Way way = new Way(from.name(), to.name());
        if (world.happens(weather.loss()) || cut.contains(way)) {
            return;
        }
        long longest = world.happens(weather.slow()) ? SLOW : NORMAL;
        world.time().after(world.random().nextLong(FAST, longest), () -> {
            if (!cut.contains(way)) {
                arrival.run();
            }
        });
    }
}
