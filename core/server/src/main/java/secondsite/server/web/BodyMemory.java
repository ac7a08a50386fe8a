package secondsite.server.web;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;

/**
 * Memory for bodies that are being received, outside the heap and used again and again. There is a limit to all of it, and one for
 * each peer, so that none can take it all by sending slowly. Safe for use by several threads.
 */
final class BodyMemory {

    private static final int SMALLEST_BITS = 16;
    private static final int PEER_PART = 4;
    private static final int RETRY_SECONDS = 1;

    private final long limitBytes;
    private final Map<Integer, ArrayDeque<ByteBuffer>> free = new HashMap<>();
    private final Map<Peer, Long> held = new HashMap<>();
    private long heldBytes;
    private long allocatedBytes;

    BodyMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Room for a body. @throws ProblemException when there is none now */
    synchronized ByteBuffer take(Peer peer, int bytes) {
        int size = size(bytes);
        long ofPeer = held.getOrDefault(peer, 0L);
        if (heldBytes + size > limitBytes || ofPeer + size > Math.max(limitBytes / PEER_PART, size)) {
            throw new ProblemException(
                    Problem.of(ProblemCode.BUSY, "too many bodies are being received; come again later")
                            .retryAfter(RETRY_SECONDS));
        }
        heldBytes += size;
        held.put(peer, ofPeer + size);
        ByteBuffer buffer = free.computeIfAbsent(size, _ -> new ArrayDeque<>()).poll();
        return (buffer == null ? allocate(size) : buffer).clear().limit(bytes);
    }

    private ByteBuffer allocate(int size) {
        if (allocatedBytes + size > limitBytes) {
            // Other sizes are asked for than before: what lies idle is left to the garbage collector.
            free.clear();
            allocatedBytes = heldBytes - size;
        }
        allocatedBytes += size;
        return ByteBuffer.allocateDirect(size);
    }

    synchronized void giveBack(Peer peer, ByteBuffer buffer) {
        int size = buffer.capacity();
        heldBytes -= size;
        held.merge(peer, (long) -size, (a, b) -> a + b == 0 ? null : a + b);
        free.computeIfAbsent(size, _ -> new ArrayDeque<>()).push(buffer);
    }

    private static int size(int bytes) {
        return Math.max(1 << SMALLEST_BITS, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
    }
}
