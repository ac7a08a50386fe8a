package secondsite.engine.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** TLS over another transport; the server's side. */
final class TlsTransport implements Transport {

    private static final int RECORDS_AT_ONCE = 16;

    private final Transport below;
    private final SSLEngine engine;
    private final int packet;
    private final int application;
    /** Encrypted bytes that came and are not decrypted yet. */
    private final ByteBuffer incoming;
    /** Encrypted bytes to send, from 0 to the position. */
    private final ByteBuffer outgoing;
    /** Decrypted bytes that a caller's buffer had no room for. */
    private final ByteBuffer decrypted;

    private TlsTransport(Transport below, SSLEngine engine) {
        this.below = below;
        this.engine = engine;
        packet = engine.getSession().getPacketBufferSize();
        application = engine.getSession().getApplicationBufferSize();
        incoming = ByteBuffer.allocateDirect(packet * RECORDS_AT_ONCE).limit(0);
        outgoing = ByteBuffer.allocateDirect(packet * RECORDS_AT_ONCE);
        decrypted = ByteBuffer.allocateDirect(application).limit(0);
    }

    /** Agrees on keys and checks who the client is, as the engine demands. */
    static TlsTransport accept(Transport below, SSLEngine engine) throws IOException {
        TlsTransport tls = new TlsTransport(below, engine);
        engine.beginHandshake();
        tls.decrypted.clear();
        while (tls.handshaking()) {
            tls.step();
        }
        tls.decrypted.flip();
        return tls;
    }

    private boolean handshaking() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    private void step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
            case NEED_TASK -> runTasks();
            default -> {
                Status status = unwrap(decrypted);
                if (status == Status.CLOSED || status == Status.BUFFER_UNDERFLOW && !receive()) {
                    throw new EOFException("the client left in the middle of the TLS handshake");
                }
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!decrypted.hasRemaining() && into.remaining() >= application) {
            return readRecords(into);
        }
        if (!decrypted.hasRemaining()) {
            decrypted.clear();
            int n = readRecords(decrypted);
            decrypted.flip();
            if (n < 0) {
                return n;
            }
        }
        int n = Math.min(into.remaining(), decrypted.remaining());
        into.put(decrypted.slice(decrypted.position(), n));
        decrypted.position(decrypted.position() + n);
        return n;
    }

    /** Decrypts at least one record that holds bytes, and then as many as are here already and fit. */
    private int readRecords(ByteBuffer into) throws IOException {
        int before = into.position();
        do {
            Status status = unwrap(into);
            int n = into.position() - before;
            if (status == Status.CLOSED || status == Status.BUFFER_UNDERFLOW && n == 0 && !receive()) {
                return n > 0 ? n : -1;
            }
            if (status == Status.BUFFER_UNDERFLOW && n > 0) {
                return n;
            }
            afterRecord();
        } while (into.position() == before || into.remaining() >= application);
        return into.position() - before;
    }

    /** Decrypts one record, if a whole one is here. */
    private Status unwrap(ByteBuffer into) throws IOException {
        SSLEngineResult result = engine.unwrap(incoming, into);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new SSLException("a TLS record is longer than agreed");
        }
        return result.getStatus();
    }

    private boolean receive() throws IOException {
        incoming.compact();
        int n = below.read(incoming);
        incoming.flip();
        return n >= 0;
    }

    /** Keys may be renewed at any time. */
    private void afterRecord() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            step();
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            wrap(from);
        }
    }

    /** Encrypts as much as is sent at once, and sends it. */
    private void wrap(ByteBuffer from) throws IOException {
        SSLEngineResult result;
        do {
            result = engine.wrap(from, outgoing);
        } while (result.getStatus() == Status.OK && from.hasRemaining() && outgoing.remaining() >= packet);
        send();
        if (result.getStatus() != Status.OK) {
            throw new SSLException("the TLS session ended");
        }
    }

    private void send() throws IOException {
        below.write(outgoing.flip());
        outgoing.clear();
    }

    @Override
    public void end() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            engine.wrap(ByteBuffer.allocate(0), outgoing);
        }
        send();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
