package secondsite.agent.freeze.group;

import java.io.Closeable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.engine.ship.MonotonicTime;

/** The thread that holds this machine's disks: it hears one question after another, and lets go when a hold's time is over. */
final class MemberThread implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(MemberThread.class);
    private static final int WAITING = 64;

    private final MemberSide member;
    private final MonotonicTime time;
    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread = Thread.ofPlatform().name("group member").daemon().unstarted(this::run);
    private volatile boolean closed;

    /** @param question null for the end of the session */
    private record Heard(MemberSide.Session from, Message question, CompletableFuture<Message> answer) {}

    MemberThread(MemberSide member, MonotonicTime time) {
        this.member = member;
        this.time = time;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Heard next = time.poll(heard, member.nanosLeft());
                member.expire().ifPresent(LOG::warn);
                if (next != null) {
                    hear(next);
                }
            }
        } catch (InterruptedException _) {
            // closed
        } finally {
            member.close();
            refuseAll();
        }
    }

    private void refuseAll() {
        closed = true;
        for (Heard next = heard.poll(); next != null; next = heard.poll()) {
            if (next.question() != null) {
                next.answer().complete(ending(next.question()));
            }
        }
    }

    private static Message ending(Message question) {
        return question.refused("the agent ends");
    }

    private void hear(Heard next) throws InterruptedException {
        try {
            if (next.question() == null) {
                member.lost(next.from()).ifPresent(LOG::warn);
            } else {
                next.answer().complete(member.hear(next.from(), next.question()));
            }
        } catch (InterruptedException e) {
            next.answer().complete(ending(next.question()));
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a question of a group's leader could not be answered", e);
            member.close();
            if (next.question() != null) {
                next.answer().complete(next.question().refused("it failed: " + e.getMessage()));
            }
        }
    }

    /** Asks this member; the answer comes when it is its turn. */
    CompletableFuture<Message> ask(MemberSide.Session from, Message question) {
        var answer = new CompletableFuture<Message>();
        if (!heard.offer(new Heard(from, question, answer))) {
            answer.complete(question.refused("too many questions wait here"));
        }
        if (closed) {
            answer.complete(ending(question));
        }
        return answer;
    }

    /** The session has ended. */
    void lost(MemberSide.Session session) throws InterruptedException {
        if (!closed) {
            heard.put(new Heard(session, null, new CompletableFuture<>()));
        }
    }

    /** Lets go what is held, and waits for that. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
