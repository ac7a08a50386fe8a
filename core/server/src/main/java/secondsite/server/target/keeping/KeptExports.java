package secondsite.server.target.keeping;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.ProblemCode;
import secondsite.api.host.KeptExport;
import secondsite.api.host.KeptExportRequest;
import secondsite.engine.file.SocketFile;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.server.target.HeldPast;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.past.PastDisk;
import secondsite.server.web.ProblemException;

/**
 * Serves disks as they were to machines that run over them, for reading, until somebody lets them go: at the same unix socket after a
 * restart, and for as long as it takes. That its sequence is held is durable in the replica itself, before anything is served; retention and
 * deletions go by it even where it cannot be served. Safe for use by several threads.
 */
public final class KeptExports implements Closeable {

    /** Of all disks together. */
    public static final int MOST = 256;

    private static final int SOCKET_PATH_BYTES = 107;
    private static final Logger LOG = LoggerFactory.getLogger(KeptExports.class);

    private final ReplicaStore store;
    private final Deletions deletions;
    private final Path sockets;
    private final InstantSource clock;
    private final NbdEvents events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Served> served = new HashMap<>();
    private final Map<Key, String> unserved = new HashMap<>();
    private boolean closed;

    private record Key(UUID disk, UUID id) {}

    /** @param replica as it was opened then: one that is opened anew after a failure is served anew */
    private record Served(Replica replica, PastDisk disk, NbdServer server) implements Closeable {
        @Override
        public void close() throws IOException {
            try (disk) {
                server.close();
            }
        }
    }

    /** Finds the sequence that is asked for, when it is needed. */
    public interface Asked {

        /** @throws secondsite.server.target.NotRecoverableException when there is none then */
        long sequence() throws IOException;
    }

    /**
     * Serves again what was served. What cannot be is among the {@link #problems()}, and tried again.
     *
     * @param sockets an existing folder
     */
    public KeptExports(ReplicaStore store, Deletions deletions, Path sockets, InstantSource clock, NbdEvents events)
            throws IOException {
        this.store = store;
        this.deletions = deletions;
        this.sockets = sockets.toAbsolutePath().normalize();
        this.clock = clock;
        this.events = events;
        serveAll();
        sweep();
    }

    /**
     * Serves a disk as it was. The same request again has the same answer, whatever is the latest then.
     *
     * @throws ProblemException when the id serves another request, a deletion is to destroy the point, or there are too many; then nothing
     *                          is changed
     */
    public KeptExport keep(Replica replica, UUID id, KeptExportRequest request, Asked asked) throws IOException {
        check(request);
        lock.lock();
        try {
            UUID disk = replica.identity().disk();
            HeldPast known = replica.held().get(id);
            if (known != null) {
                refuseAnother(known, request);
                serveKnown(replica, known);
                return told(disk, known);
            }
            refuseTooMany();
            refuseLongSocket(new Key(disk, id));
            var held = new HeldPast(id, asked.sequence(), request.at(), request.label(), clock.instant());
            deletions.sparing(disk, held.sequence(), () -> {
                replica.hold(held);
                return null;
            });
            try {
                serve(replica, held);
            } catch (IOException | RuntimeException e) {
                letGoAfter(replica, id, e);
                throw e;
            }
            return told(disk, held);
        } finally {
            lock.unlock();
        }
    }

    private static void letGoAfter(Replica replica, UUID id, Exception cause) {
        try {
            replica.letGo(id);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void check(KeptExportRequest request) {
        RequestCheck.name("label", request.label());
        if (request.at() == null || request.at().length() > HeldPast.MAX_ASKED) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'at' is missing, or has more than " + HeldPast.MAX_ASKED + " characters");
        }
    }

    private static void refuseAnother(HeldPast known, KeptExportRequest request) {
        if (!known.asked().equals(request.at()) || !known.label().equals(request.label())) {
            throw Deletions.refused("export " + known.id() + " was asked for at " + known.asked() + ", as «"
                    + known.label() + "»; let that one go first, or choose another id");
        }
    }

    private void refuseTooMany() {
        if (all().size() >= MOST) {
            throw Deletions.refused("this master target keeps " + MOST
                    + " exports, and no more are possible: commit or clean up failovers first");
        }
    }

    private void refuseLongSocket(Key key) {
        int bytes = socket(key).toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SOCKET_PATH_BYTES) {
            throw Deletions.refused("the folder for exports " + sockets + " has a path that is "
                    + (bytes - SOCKET_PATH_BYTES) + " bytes too long for the sockets of machines: name a shorter one in"
                    + " masterTarget.exports.directory, and restart this master target");
        }
    }

    private void serveKnown(Replica replica, HeldPast held) {
        try {
            serve(replica, held);
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, problem(held, e));
        }
    }

    private void serve(Replica replica, HeldPast held) throws IOException {
        var key = new Key(replica.identity().disk(), held.id());
        Served before = served.get(key);
        if (before != null && before.replica() == replica || closed) {
            return;
        }
        if (before != null) {
            served.remove(key);
            before.close();
        }
        PastDisk past = replica.past(held.sequence());
        var exports = new Exports();
        exports.add("", past);
        var serving = new Served(replica, past, new NbdServer(exports, NbdSettings.DEFAULT, events));
        try {
            serving.server().listen(UnixDomainSocketAddress.of(socket(key)));
        } catch (IOException | RuntimeException e) {
            serving.close();
            throw e;
        }
        served.put(key, serving);
        unserved.remove(key);
    }

    /** Of all disks that can be read now. */
    public List<KeptExport> all() {
        return store.replicas().stream().flatMap(replica -> all(replica).stream()).toList();
    }

    public List<KeptExport> all(Replica replica) {
        return replica.held().values().stream().map(held -> told(replica.identity().disk(), held)).toList();
    }

    private KeptExport told(UUID disk, HeldPast held) {
        return new KeptExport(held.id(), disk, held.sequence(), socket(new Key(disk, held.id())).toString(),
                held.label(), held.since());
    }

    /** Disconnects its clients and lets its point go; not an error when there is none. */
    public void release(Replica replica, UUID id) throws IOException {
        lock.lock();
        try {
            var key = new Key(replica.identity().disk(), id);
            unserved.remove(key);
            Served serving = served.remove(key);
            if (serving != null) {
                serving.close();
            }
            replica.letGo(id);
        } finally {
            lock.unlock();
        }
    }

    /** Serves what is not served, or no more, because its replica was opened anew; call it every minute or so. */
    public void serveAll() throws IOException {
        lock.lock();
        try {
            Set<Key> held = new HashSet<>();
            for (Replica replica : store.replicas()) {
                for (HeldPast past : replica.held().values()) {
                    held.add(new Key(replica.identity().disk(), past.id()));
                    attempt(replica, past);
                }
            }
            unserved.keySet().retainAll(held);
            closeAll(served.keySet().stream().filter(key -> !held.contains(key)).toList());
        } finally {
            lock.unlock();
        }
    }

    private void attempt(Replica replica, HeldPast past) {
        try {
            serve(replica, past);
        } catch (IOException | RuntimeException e) {
            String problem = problem(past, e);
            if (!problem.equals(unserved.put(new Key(replica.identity().disk(), past.id()), problem))) {
                LOG.warn("disk {}: {}", replica.identity().disk(), problem);
            }
        }
    }

    private static String problem(HeldPast held, Exception e) {
        return "EXPORT_NOT_SERVED: a machine runs over it, by export " + held.id() + ", " + held.label()
                + ", and waits for its disk: " + e.getMessage();
    }

    /** Why exports are not served that should be, by disk. */
    public Map<UUID, String> problems() {
        lock.lock();
        try {
            Map<UUID, String> problems = new TreeMap<>();
            unserved.forEach((key, problem) -> problems.put(key.disk(), problem));
            return problems;
        } finally {
            lock.unlock();
        }
    }

    /** Sockets of another process whose export is gone. */
    private void sweep() throws IOException {
        Set<Path> known = new HashSet<>();
        all().forEach(export -> known.add(Path.of(export.unixSocket())));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(sockets, KeptSocket.PATTERN)) {
            for (Path socket : found) {
                if (!known.contains(socket)) {
                    SocketFile.removeStale(socket);
                }
            }
        }
    }

    private Path socket(Key key) {
        return socket(key.disk(), key.id());
    }

    /** Where an export is served, or would be. */
    public Path socket(UUID disk, UUID id) {
        return sockets.resolve(KeptSocket.name(disk, id));
    }

    /** Disconnects all clients; everything stays held, and is served by the next process. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            closeAll(new ArrayList<>(served.keySet()));
        } finally {
            lock.unlock();
        }
    }

    private void closeAll(List<Key> keys) throws IOException {
        IOException failed = null;
        for (Key key : keys) {
            try {
                served.remove(key).close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
