package secondsite.api.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Response;
import okio.BufferedSource;
import secondsite.api.Json;
import secondsite.api.activity.Event;

/**
 * What happens in a deployment, as it does. After a break it goes on after the last event that was heard, by itself; what was missed for
 * good is said.
 */
public final class EventStream implements AutoCloseable {

    public static final String PATH = "/v1/events/stream";
    public static final String LAST_EVENT = "Last-Event-ID";
    /** The type of the event that says that something was missed. */
    public static final String RESET = "reset";

    /** Hears what happens; all calls come from one thread, one after another. */
    public interface Listener {

        /** What is known may be out of date: ask everything anew. Said at the beginning too. */
        void anew();

        void event(Event event);

        /** The server said something, if only that it is there, which it does every two seconds. */
        default void heard() {}

        /** From now on all is heard at once. */
        default void live() {}

        /** Nothing is heard for now; it is tried again. */
        default void broken(TransferException why) {}

        /** Nothing will be heard any more: sign in again, or ask for a role. */
        default void refused(TransferException.Refused why) {}
    }

    /** Some beats of the server. */
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final long LONGEST_PAUSE_MILLIS = 15_000;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LINE_LIMIT_BYTES = 64 << 10;

    private final Connection connection;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Call call;
    private String last;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    private EventStream(Connection connection, Listener listener) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("events").unstarted(this::run);
    }

    /** Begins to listen. The connection stays the caller's, who closes this first. */
    public static EventStream open(Connection connection, Listener listener) {
        var stream = new EventStream(connection, listener);
        stream.thread.start();
        return stream;
    }

    private void run() {
        try {
            while (!closed()) {
                attempt();
                closed.await(pause(), TimeUnit.MILLISECONDS);
            }
        } catch (TransferException.Refused e) {
            listener.refused(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean closed() {
        return closed.getCount() == 0;
    }

    /** Longer after each break, and not the same for all who were cut off at the same moment. */
    private long pause() {
        long longest = pauseMillis;
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    }

    private void attempt() throws TransferException.Refused {
        call = connection.endless(PATH, last == null ? Headers.of() : Headers.of(LAST_EVENT, last), SILENCE);
        if (closed()) {
            return;
        }
        try (Response response = call.execute()) {
            Connection.refuse(response);
            hear(response.body().source());
            throw new IOException("the server ended the stream");
        } catch (TransferException.Refused e) {
            throw e;
        } catch (TransferException e) {
            broken(e);
        } catch (IOException e) {
            broken(new TransferException.Unavailable(connection.server() + ": " + Connection.said(e), e));
        }
    }

    private void broken(TransferException why) {
        if (!closed()) {
            listener.broken(why);
        }
    }

    private void hear(BufferedSource source) throws IOException {
        boolean live = false;
        var message = new Message();
        while (!source.exhausted()) {
            String line = source.readUtf8LineStrict(LINE_LIMIT_BYTES);
            if (!line.isEmpty()) {
                message.add(line);
                continue;
            }
            listener.heard();
            tell(message);
            message = new Message();
            if (!live) {
                live = true;
                pauseMillis = FIRST_PAUSE_MILLIS;
                listener.live();
            }
        }
    }

    private void tell(Message message) {
        boolean first = last == null && message.id != null;
        if (message.id != null) {
            last = message.id;
        }
        if (first || RESET.equals(message.type)) {
            listener.anew();
        } else if (message.data != null) {
            event(message.data);
        }
    }

    private void event(String json) {
        Event event;
        try {
            event = Json.read(json.getBytes(StandardCharsets.UTF_8), Event.class);
        } catch (IOException _) {
            // A newer server says something that this program does not know: it asks instead.
            listener.anew();
            return;
        }
        listener.event(event);
    }

    /** One of the stream's messages. */
    private static final class Message {
        private String id;
        private String type;
        private String data;

        private void add(String line) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (name) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> data = data == null ? value : data + "\n" + value;
                default -> {
                    // A comment, or a field that says nothing here.
                }
            }
        }
    }

    /** Nothing is heard any more when this returns, unless a listener itself calls it. */
    @Override
    public void close() {
        closed.countDown();
        Call current = call;
        if (current != null) {
            current.cancel();
        }
        if (Thread.currentThread() != thread) {
            join();
        }
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
