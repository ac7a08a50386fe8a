package secondsite.engine.nbd;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import secondsite.engine.disk.Disk;

/** A server on a unix socket of its own, and what it told of its clients. */
final class TestServer implements AutoCloseable, NbdEvents {

    final Exports exports = new Exports();
    final List<String> events = new CopyOnWriteArrayList<>();
    private final Path folder = Files.createTempDirectory("nbd");
    private final NbdServer server;

    TestServer(NbdSettings settings) throws IOException {
        server = new NbdServer(exports, settings, this);
        server.listen(UnixDomainSocketAddress.of(socket()));
    }

    /** A server with this disk as the export that has no name. */
    static TestServer of(Disk disk) throws IOException {
        TestServer server = new TestServer(NbdSettings.DEFAULT);
        server.exports.add("", disk);
        return server;
    }

    NbdServer server() {
        return server;
    }

    Path socket() {
        return folder.resolve("s");
    }

    /** As the tools of libnbd and QEMU understand it. */
    String uri() {
        return uri("");
    }

    String uri(String export) {
        return "nbd+unix:///" + export + "?socket=" + socket();
    }

    RawClient connect() throws IOException {
        return new RawClient(UnixDomainSocketAddress.of(socket()));
    }

    /** A client of the export that has no name, ready for requests. */
    RawClient open(boolean structured) throws IOException {
        RawClient client = connect();
        client.greet();
        client.open("", structured);
        return client;
    }

    @Override
    public void opened(String client, String export) {
        events.add("opened " + export);
    }

    @Override
    public void closed(String client, String export, Throwable reason) {
        events.add("closed " + export + (reason == null ? "" : ": " + reason.getMessage()));
    }

    @Override
    public void refused(String client, Throwable reason) {
        events.add("refused" + (reason == null ? "" : ": " + reason.getMessage()));
    }

    @Override
    public void failed(String client, String export, String request, Throwable reason) {
        events.add("failed " + request + ": " + reason.getMessage());
    }

    /** Waits until it is so, ten seconds at most. */
    static void await(String what, BooleanSupplier so) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("never: " + what);
            }
            Thread.sleep(2);
        }
    }

    void awaitEvent(String beginning) throws InterruptedException {
        await(beginning + " in " + events, () -> events.stream().anyMatch(event -> event.startsWith(beginning)));
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(folder);
    }
}
