import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.TlsVersion;
import okio.BufferedSink;
import secondsite.api.client.TlsIdentity;

/**
 * A file sent over HTTPS and nothing else, with the libraries that shipping uses: the yardstick for it.
 *
 * <ul>
 * <li>{@code server PORT FILE CERTIFICATE KEY AUTHORITY}: writes each request's body where it belongs in the file and syncs the file
 * before it answers. Mutual TLS 1.3.
 * <li>{@code client URL CONNECTIONS CERTIFICATE KEY AUTHORITY}: for each line of its input, the name of a file, sends that file in requests
 * of 8 MiB, and prints the seconds that it took.
 * </ul>
 */
public final class Upload {

    private static final int BODY = 8 << 20;
    private static final HeaderName OFFSET = HeaderNames.create("Offset");

    public static void main(String[] arguments) throws Exception {
        TlsIdentity identity = TlsIdentity.fromPem(Path.of(arguments[3]), Path.of(arguments[4]), Path.of(arguments[5]));
        switch (arguments[0]) {
            case "server" -> serve(Integer.parseInt(arguments[1]), Path.of(arguments[2]), identity);
            case "client" -> send(arguments[1], Integer.parseInt(arguments[2]), identity);
            default -> throw new IllegalArgumentException("server or client, not " + arguments[0]);
        }
    }

    private static void serve(int port, Path file, TlsIdentity identity) throws Exception {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        WebServer.builder()
                .shutdownHook(false)
                .host("127.0.0.1")
                .port(port)
                .useNio(false)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .maxPayloadSize(2 * BODY)
                .tls(Tls.builder().sslContext(ClientsAsked.context(identity.sslContext())).build())
                .routing(HttpRouting.builder().post("/", (request, response) -> {
                    keep(request, channel);
                    response.status(204).send();
                }))
                .build().start();
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static void keep(ServerRequest request, FileChannel channel) throws IOException {
        long at = Long.parseLong(request.headers().get(OFFSET).get());
        byte[] some = new byte[256 << 10];
        try (InputStream body = request.content().inputStream()) {
            for (int count = body.read(some); count >= 0; count = body.read(some)) {
                ByteBuffer rest = ByteBuffer.wrap(some, 0, count);
                while (rest.hasRemaining()) {
                    at += channel.write(rest, at);
                }
            }
        }
        channel.force(false);
    }

    private static void send(String url, int connections, TlsIdentity identity) throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(identity.sslContext().getSocketFactory(), identity.trustManager())
                .connectionSpecs(List.of(new ConnectionSpec.Builder(ConnectionSpec.RESTRICTED_TLS)
                        .tlsVersions(TlsVersion.TLS_1_3).build()))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(connections, 10, TimeUnit.MINUTES))
                .readTimeout(60, TimeUnit.SECONDS)
                .build();
        System.out.println("ready");
        var names = new BufferedReader(new InputStreamReader(System.in));
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String name = names.readLine(); name != null; name = names.readLine()) {
                long begin = System.nanoTime();
                send(client, url, Path.of(name), connections, senders);
                System.out.println((System.nanoTime() - begin) / 1e9);
            }
        }
    }

    private static void send(OkHttpClient client, String url, Path file, int connections, ExecutorService senders)
            throws IOException, InterruptedException, ExecutionException {
        try (FileChannel channel = FileChannel.open(file)) {
            var next = new AtomicLong();
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(senders.submit(() -> {
                    long size = channel.size();
                    for (long at = next.getAndAdd(BODY); at < size; at = next.getAndAdd(BODY)) {
                        post(client, url, new Piece(channel, at, (int) Math.min(BODY, size - at)));
                    }
                    return null;
                }));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        }
    }

    private static void post(OkHttpClient client, String url, Piece piece) throws IOException {
        Request request = new Request.Builder().url(url).header("Offset", Long.toString(piece.offset())).post(piece)
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != 204) {
                throw new IOException("answered with " + response.code());
            }
        }
    }

    private static final class Piece extends RequestBody {

        private final FileChannel file;
        private final long offset;
        private final int length;

        Piece(FileChannel file, long offset, int length) {
            this.file = file;
            this.offset = offset;
            this.length = length;
        }

        long offset() {
            return offset;
        }

        @Override
        public MediaType contentType() {
            return MediaType.get("application/octet-stream");
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            byte[] some = new byte[256 << 10];
            for (int done = 0; done < length;) {
                int count = file.read(ByteBuffer.wrap(some, 0, Math.min(some.length, length - done)), offset + done);
                sink.write(some, 0, count);
                done += count;
            }
        }
    }

    /** The server asks for no certificate on sockets of a given context: here they all do. */
    private static final class ClientsAsked extends SSLContextSpi {

        private final SSLContext inner;

        ClientsAsked(SSLContext inner) {
            this.inner = inner;
        }

        static SSLContext context(SSLContext inner) {
            return new Context(new ClientsAsked(inner), inner.getProvider());
        }

        private static final class Context extends SSLContext {
            Context(SSLContextSpi spi, Provider provider) {
                super(spi, provider, TlsIdentity.PROTOCOL);
            }
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new Asking(inner.getSocketFactory());
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return inner.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return inner.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return inner.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return inner.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return inner.getClientSessionContext();
        }
    }

    private static final class Asking extends SSLSocketFactory {

        private final SSLSocketFactory inner;

        Asking(SSLSocketFactory inner) {
            this.inner = inner;
        }

        private static Socket asking(Socket socket) {
            ((SSLSocket) socket).setUseClientMode(false);
            ((SSLSocket) socket).setNeedClientAuth(true);
            return socket;
        }

        @Override
        public Socket createSocket(Socket plain, InputStream consumed, boolean autoClose) throws IOException {
            return asking(inner.createSocket(plain, consumed, autoClose));
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
            return asking(inner.createSocket(plain, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return inner.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return inner.getSupportedCipherSuites();
        }
    }
}
