package secondsite.server.target.rest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.ProblemCode;
import secondsite.api.point.Export;
import secondsite.engine.file.Folder;
import secondsite.engine.nbd.NbdEvents;
import secondsite.server.target.export.ServedDisk;
import secondsite.server.target.past.PastDisk;
import secondsite.server.web.ProblemException;

/** The disks of the past that are being served now. They end with the program; what was written to them is deleted. */
final class RunningExports implements Closeable {

    private static final int LIMIT = 64;
    private static final String WRITTEN = ".overlay";
    private static final Logger LOG = LoggerFactory.getLogger(RunningExports.class);

    private final Path directory;
    private final Folder folder;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Map<UUID, Running> running = new LinkedHashMap<>();

    private record Running(Export export, ServedDisk disk) {}

    /** @param folder the same as the directory, in which the sockets are */
    RunningExports(Path directory, Folder folder, InstantSource clock, Supplier<UUID> ids) throws IOException {
        this.directory = directory;
        this.folder = folder;
        this.clock = clock;
        this.ids = ids;
        for (String name : folder.names()) {
            if (name.endsWith(WRITTEN)) {
                folder.delete(name);
            }
        }
    }

    /** Serves a disk, and closes it in the end, whatever happens. */
    synchronized Export open(UUID disk, PastDisk past) throws IOException {
        if (running.size() >= LIMIT) {
            past.close();
            throw new ProblemException(ProblemCode.CONFLICT, LIMIT + " exports are open already; close one");
        }
        UUID id = ids.get();
        Path socket = directory.resolve(id + ".sock").toAbsolutePath();
        var served = new ServedDisk(past, folder, id + WRITTEN, socket, NbdEvents.NONE);
        Export export = new Export(id, disk, past.sequence(), socket.toString(), "nbd+unix:///?socket=" + socket,
                clock.instant());
        running.put(id, new Running(export, served));
        return export;
    }

    synchronized List<Export> all() {
        return running.values().stream().map(Running::export).toList();
    }

    synchronized void close(UUID id) throws IOException {
        Running found = running.remove(id);
        if (found == null) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is no export " + id);
        }
        end(found);
    }

    private static void end(Running found) throws IOException {
        found.disk().close();
        Files.deleteIfExists(Path.of(found.export().unixSocket()));
    }

    @Override
    public synchronized void close() {
        for (Running each : running.values()) {
            try {
                end(each);
            } catch (IOException e) {
                LOG.warn("closing export {}: {}", each.export().id(), e.getMessage());
            }
        }
        running.clear();
    }
}
