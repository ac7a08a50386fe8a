package secondsite.server.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An answer of server-sent events (the HTML standard's {@code text/event-stream}). For one thread. */
public final class EventAnswer implements Closeable {

    private final OutputStream out;
    private final ConnectionWatch watch;

    EventAnswer(OutputStream out, ConnectionWatch watch) {
        this.out = out;
        this.watch = watch;
    }

    /**
     * Adds an event. It goes out with the next {@link #flush}.
     *
     * @param type a word
     * @param json one line
     */
    public void event(long id, String type, byte[] json) throws IOException {
        write("id: " + id + "\nevent: " + type + "\ndata: ");
        out.write(json);
        write("\n\n");
    }

    /** From here on the client can resume, though there is no event yet. */
    public void id(long id) throws IOException {
        write("id: " + id + "\n\n");
    }

    /** Says that the server is there. */
    public void beat() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        watch.streams();
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void flush() throws IOException {
        watch.streams();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        watch.streams();
        out.close();
    }
}
