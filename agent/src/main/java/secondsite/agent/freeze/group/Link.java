package secondsite.agent.freeze.group;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import secondsite.api.machine.GroupMembership.Member;

/**
 * The leader's connection to one member, kept from point to point; opened anew with the first question of a point when it broke. Safe
 * for use by several threads, which ask one after another.
 */
final class Link {

    private static final int CONNECT_MILLIS = 2000;
    private static final int ANSWER_MILLIS = (int) Duration.ofSeconds(60).toMillis();
    private static final int DEFAULT_PORT = 20004;

    private final Member member;
    private final AgentTls tls;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Socket socket;
    private SSLSocket secure;
    private boolean closed;

    Link(Member member, AgentTls tls) {
        this.member = member;
        this.tls = tls;
    }

    Member member() {
        return member;
    }

    /** @throws IOException when no answer comes; the connection is not used any more then */
    Message ask(Message question) throws IOException {
        lock.lock();
        try {
            return question.kind() == Message.Kind.ASK ? first(question) : exchange(question);
        } catch (IOException | RuntimeException e) {
            abort();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** A connection that was kept may be gone without a word. */
    private Message first(Message question) throws IOException {
        boolean kept = secure != null;
        try {
            return exchange(question);
        } catch (IOException e) {
            if (!kept) {
                throw e;
            }
            abort();
            return exchange(question);
        }
    }

    private Message exchange(Message question) throws IOException {
        if (secure == null) {
            if (question.kind() != Message.Kind.ASK) {
                throw new EOFException("the connection is gone");
            }
            connect();
        }
        secure.getOutputStream().write(question.bytes());
        var in = new DataInputStream(secure.getInputStream());
        int version = in.read();
        if (version < 0) {
            throw new EOFException("it ended the connection; does it know that it is in this group?");
        }
        return Message.read(version, in);
    }

    private void connect() throws IOException {
        if (closed) {
            throw new IOException("the group is led no more");
        }
        URI at = member.address();
        var opening = new Socket();
        socket = opening;
        opening.setTcpNoDelay(true);
        opening.setKeepAlive(true);
        opening.setSoTimeout(CONNECT_MILLIS);
        opening.connect(new InetSocketAddress(at.getHost(), at.getPort() < 0 ? DEFAULT_PORT : at.getPort()),
                CONNECT_MILLIS);
        SSLSocket opened = tls.calling(opening);
        opened.startHandshake();
        Optional<String> name = PeerName.of(opened.getSession());
        if (!name.equals(Optional.of(member.agent()))) {
            throw new IOException("at " + at + " is " + name.map(other -> "agent " + other).orElse("no agent"));
        }
        opened.setSoTimeout(ANSWER_MILLIS);
        secure = opened;
    }

    /** Ends the connection, also under somebody who waits for an answer. */
    void abort() {
        Socket now = socket;
        if (now != null) {
            try {
                now.setSoLinger(true, 0);
                now.close();
            } catch (IOException _) {
                // it is gone
            }
        }
        if (lock.isHeldByCurrentThread()) {
            secure = null;
        }
    }

    /** For good. */
    void close() {
        abort();
        lock.lock();
        try {
            closed = true;
            abort();
        } finally {
            lock.unlock();
        }
    }
}
