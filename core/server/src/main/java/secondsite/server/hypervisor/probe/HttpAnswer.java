package secondsite.server.hypervisor.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a plain HTTP server answers to one GET, as far as it is looked at; one that never ends is cut off. */
record HttpAnswer(int status, String body) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_BYTES = 256 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3})[ \r\n]");

    /** @throws IOException when it does not answer in time, or not in HTTP */
    static HttpAnswer get(InetSocketAddress at, String path) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var socket = new Socket()) {
            socket.connect(at, (int) PATIENCE.toMillis());
            // With HTTP/1.0 the answer ends with the connection, and comes in one piece.
            socket.getOutputStream().write(("GET " + path.replace(" ", "%20") + " HTTP/1.0\r\nHost: machine\r\n"
                    + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return parsed(read(socket, deadline));
        }
    }

    private static String read(Socket socket, long deadline) throws IOException {
        byte[] bytes = new byte[LONGEST_BYTES];
        int length = 0;
        InputStream in = socket.getInputStream();
        while (length < bytes.length) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer within " + PATIENCE.toSeconds() + " s");
            }
            socket.setSoTimeout((int) left);
            int count = in.read(bytes, length, bytes.length - length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static HttpAnswer parsed(String text) throws IOException {
        if (text.isEmpty()) {
            throw new EOFException("the connection was closed without an answer");
        }
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            throw new IOException("it is no HTTP: " + Probes.shortened(text));
        }
        int head = text.indexOf("\r\n\r\n");
        return new HttpAnswer(Integer.parseInt(status.group(1)), head < 0 ? "" : text.substring(head + 4));
    }
}
