package secondsite.engine.ship;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import secondsite.engine.journal.Journal;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;

/**
 * Ships a disk's journal: the thread shell around {@link Shipper}. One virtual thread decides and reads, and one for each request
 * packs and sends. Forces the journal when it has something new, since only what is durable here may be known elsewhere.
 */
public final class ShippingLoop implements AutoCloseable {

    /** Where from and where to, and what is shared with others. */
    public record Route(Journal journal, Receiver receiver, Bandwidth bandwidth) {}

    /** Hears that the receiver's position has changed. */
    @FunctionalInterface
    public interface Moved {
        /** @throws IOException when the journal cannot be released; shipping then stops */
        void to(Position position) throws IOException;
    }

    private record Reply(long ticket, Answer answer) {}

    private static final Reply WAKE = new Reply(0, new Answer.Unavailable("nobody asked"));

    private final Route route;
    private final Journal journal;
    private final ShippingSettings settings;
    private final InstantSource clock;
    private final MonotonicTime time;
    private final Moved onPosition;
    private final Shipper shipper;
    private final SliceReader reader;
    private final SliceSender sender;
    private final Forcing forcing;
    private final RateMeter rate;
    private final LagMeter lag = new LagMeter();
    private final LinkedBlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final Map<Long, Thread> requests = new TreeMap<>();
    private CompletableFuture<Void> posted = CompletableFuture.completedFuture(null);
    private long countedBytes;
    private int sentEpoch;
    private volatile ShippingProgress progress;
    private volatile boolean closed;
    private Thread driver;

    /**
     * @param onPosition told, in the loop's own thread, whenever the receiver's position has changed: to release what the target has
     */
    public ShippingLoop(Route route, ShippingSettings settings, InstantSource clock, MonotonicTime time,
            RandomGenerator random,
            Moved onPosition) {
        this.route = route;
        this.journal = route.journal();
        this.settings = settings;
        this.clock = clock;
        this.time = time;
        this.onPosition = onPosition;
        this.shipper = new Shipper(settings, random);
        this.reader = new SliceReader(journal);
        this.sender = new SliceSender(route, settings, time);
        this.forcing = new Forcing(journal, settings.forceEvery(), time);
        this.rate = new RateMeter(time.nanos());
        publish();
    }

    public void start() {
        driver = Thread.ofVirtual().name("ship " + journal.identity().disk()).start(this::run);
    }

    /** There is something new in the journal, or the receiver may be there again; without this it is noticed a little later. */
    public void wake() {
        if (!replies.contains(WAKE)) {
            replies.add(WAKE);
        }
    }

    public ShippingProgress progress() {
        return progress;
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (InterruptedException _) {
            closed = true;
        } catch (IOException | RuntimeException e) {
            shipper.sourceFailed(e.getMessage() == null ? e.toString() : e.getMessage(), e instanceof DamagedException);
            publish();
        } finally {
            requests.values().forEach(Thread::interrupt);
        }
    }

    private void turn() throws IOException, InterruptedException {
        forcing.forceIfDue();
        long wait = switch (shipper.next(time.nanos(), held())) {
            case Step.Ask ask -> request(ask.ticket(), sender::position);
            case Step.Send send -> send(send.fromSequence());
            case Step.Pause pause -> {
                letGoWhenAllArrived();
                yield Math.min(pause.nanos(), forcing.nanosUntilDue());
            }
        };
        publish();
        heed(wait);
    }

    /** A segment that is read cannot be released; here nothing is left to read in it. */
    private void letGoWhenAllArrived() throws IOException {
        if (shipper.position().targetSequence() >= journal.durableSequence()) {
            reader.close();
        }
    }

    private Shipper.Held held() {
        return new Shipper.Held(journal.firstSequence(), journal.durableSequence(), journal.epoch());
    }

    private interface Request {
        Answer send() throws InterruptedException;
    }

    /** @return how long to wait for what comes next, in nanoseconds */
    private long send(long fromSequence) throws IOException {
        List<Batch> batches = reader.read(fromSequence, journal.durableSequence(), sender.sliceBytes());
        if (batches.isEmpty()) {
            return settings.forceEvery().toNanos();
        }
        int epoch = batches.getFirst().epoch();
        if (epoch != sentEpoch && !shipper.allAnswered()) {
            // What is under way may be refused for its epoch. A slice of the next one that waits at the receiver for it would then come after
            // whatever takes its place.
            return settings.idleEvery().toNanos();
        }
        sentEpoch = epoch;
        long last = batches.getLast().lastSequence();
        lag.sending(last, batches.getFirst().timeMicros());
        CompletableFuture<Void> before = posted;
        var own = new CompletableFuture<Void>();
        posted = own;
        var slice = new Slice(journal.identity().disk(), journal.epoch(), batches);
        return request(shipper.sending(batches.getFirst().firstSequence(), last),
                () -> sender.send(slice, before, own));
    }

    private long request(long ticket, Request request) {
        requests.put(ticket, Thread.startVirtualThread(() -> {
            Answer answer;
            try {
                answer = request.send();
            } catch (InterruptedException _) {
                answer = new Answer.Unavailable("interrupted");
            } catch (RuntimeException e) {
                answer = new Answer.Unavailable(e.toString());
            }
            replies.add(new Reply(ticket, answer));
        }));
        return 0;
    }

    private void heed(long waitNanos) throws IOException, InterruptedException {
        Reply reply = time.poll(replies, waitNanos);
        for (; reply != null; reply = replies.poll()) {
            if (reply != WAKE) {
                heed(reply);
            }
        }
    }

    private void heed(Reply reply) throws IOException {
        requests.remove(reply.ticket());
        Position before = shipper.position();
        shipper.answered(reply.ticket(), reply.answer(), time.nanos());
        dropForgotten();
        if (!shipper.position().equals(before)) {
            onPosition.to(shipper.position());
        }
    }

    /** Requests whose answers nobody waits for any more only hold up the next ones. */
    private void dropForgotten() {
        requests.forEach((ticket, thread) -> {
            if (!shipper.awaits(ticket)) {
                thread.interrupt();
            }
        });
    }

    private void publish() {
        long now = time.nanos();
        long sent = sender.bytesSent();
        rate.add(sent - countedBytes, now);
        countedBytes = sent;
        Position position = shipper.position();
        long last = journal.lastSequence();
        long waiting = Math.max(0, last - position.gatewaySequence());
        progress = new ShippingProgress(shipper.state(), last, position, waiting, bytesOf(waiting, last), sent,
                rate.bytesPerSecond(now), lag.lagSeconds(position.targetSequence(), last, micros()),
                shipper.lastError());
    }

    /** Records are taken to be of the size that they have on average in the whole journal. */
    private long bytesOf(long records, long last) {
        long all = last - journal.firstSequence() + 1;
        return all <= 0 ? 0 : (long) ((double) journal.bytes() * Math.min(records, all) / all);
    }

    private long micros() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** Stops sending. What is under way may arrive or not; it will be sent again by the next loop. The journal stays open. */
    @Override
    public void close() throws IOException {
        closed = true;
        if (driver != null) {
            // Never by an interrupt: it could hit the driver while it reads or forces the journal, and close its file.
            replies.add(WAKE);
            join();
        }
        reader.close();
    }

    private void join() {
        boolean interrupted = false;
        while (driver.isAlive()) {
            try {
                driver.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
