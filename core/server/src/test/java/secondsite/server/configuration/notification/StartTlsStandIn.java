package secondsite.server.configuration.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Stands in for a mail server with STARTTLS, which the real one of these tests cannot do: as much of SMTP as one mail needs. */
final class StartTlsStandIn implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final SSLContext context;
    /** What came, each line with whether it came by TLS. */
    final List<String> lines = new CopyOnWriteArrayList<>();

    StartTlsStandIn(SSLContext context) throws IOException {
        this.context = context;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                try (Socket plain = listening.accept()) {
                    say(plain, "220 here");
                    talk(plain, false);
                } catch (IOException e) {
                    if (listening.isClosed()) {
                        return;
                    }
                }
            }
        } finally {
            lines.add("over");
        }
    }

    private void talk(Socket socket, boolean safe) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add((safe ? "tls " : "clear ") + line);
            String verb = line.split(" ")[0].toUpperCase(Locale.ROOT);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(socket, "250 taken");
                }
            } else if (verb.equals("STARTTLS")) {
                say(socket, "220 go on");
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(),
                        true);
                tls.setUseClientMode(false);
                talk(tls, true);
                return;
            } else {
                data = verb.equals("DATA");
                say(socket, switch (verb) {
                    case "EHLO" -> "250-here\r\n250 " + (safe ? "AUTH PLAIN" : "STARTTLS");
                    case "DATA" -> "354 go on";
                    case "AUTH" -> "235 welcome";
                    case "QUIT" -> "221 bye";
                    default -> "250 ok";
                });
            }
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
