package secondsite.drill.demo;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The second site's end of the line between the sites: an HTTP proxy, as many sites have one, over which all that agents say to the
 * server goes. It sees only TLS, and counts it. It leads to this machine's loopback, where a server without a configuration listens.
 */
final class Line implements Closeable {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int HEAD_LIMIT_BYTES = 8 << 10;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern CONNECT = Pattern.compile("CONNECT localhost:(\\d{1,5}) HTTP/1\\.1\r\n.*",
            Pattern.DOTALL);

    private final ServerSocket listener;
    private final LongAdder bytes = new LongAdder();
    /** Who passes bytes on reads; whoever holds the line writes. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    /** @param address of the end of the line */
    Line(InetAddress address) throws IOException {
        listener = new ServerSocket(0, 64, address);
        Thread.ofVirtual().name("line").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Bytes that went over the line so far, in both directions. */
    long bytes() {
        return bytes.sum();
    }

    /** From now on nothing is passed on; connections stay as they are, and nobody is told. */
    void hold() {
        gate.writeLock().lock();
    }

    /** By the thread that held it. */
    void release() {
        gate.writeLock().unlock();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket from = listener.accept();
                Thread.ofVirtual().start(() -> connect(from));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void connect(Socket from) {
        try (from; InputStream in = new BufferedInputStream(from.getInputStream(), BUFFER_BYTES)) {
            Matcher wanted = CONNECT.matcher(head(in));
            if (!wanted.matches()) {
                answer(from, "403 Only what is on this machine can be reached");
                return;
            }
            try (Socket to = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(wanted.group(1)))) {
                from.setTcpNoDelay(true);
                to.setTcpNoDelay(true);
                answer(from, "200 Connected");
                Thread back = Thread.ofVirtual().start(() -> pass(to, from));
                pass(in, to);
                back.join();
            }
        } catch (IOException | InterruptedException _) {
            // whoever has connected sees the connection end
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf(END_OF_HEAD) < 0) {
            int next = in.read();
            if (next < 0 || head.length() == HEAD_LIMIT_BYTES) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void answer(Socket to, String status) throws IOException {
        to.getOutputStream().write(("HTTP/1.1 " + status + END_OF_HEAD).getBytes(StandardCharsets.US_ASCII));
    }

    private void pass(Socket from, Socket to) {
        try (from; InputStream in = from.getInputStream()) {
            pass(in, to);
        } catch (IOException _) {
            // both sides see their connection end
        }
    }

    private void pass(InputStream in, Socket to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (to; OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                gate.readLock().lock();
                gate.readLock().unlock();
                bytes.add(length);
                out.write(buffer, 0, length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
