package secondsite.server.target.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.point.Extraction;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.server.target.export.Qcow2Copy;
import secondsite.server.target.export.RawCopy;
import secondsite.server.target.past.PastDisk;

/** Writes one disk of the past into a file, in a thread of its own. What is not whole is deleted. */
final class ExtractionJob {

    record Order(UUID id, UUID disk, String file, String format) {}

    private static final Logger LOG = LoggerFactory.getLogger(ExtractionJob.class);

    private final Order order;
    private final PastDisk past;
    private final Folder folder;
    private final Path directory;
    private final Thread thread;
    private volatile boolean cancelled;
    private volatile Extraction told;

    ExtractionJob(Order order, PastDisk past, Folder folder, Path directory) {
        this.order = order;
        this.past = past;
        this.folder = folder;
        this.directory = directory;
        this.thread = Thread.ofPlatform().name("extraction " + order.id()).unstarted(this::run);
        tell("running", 0, null);
    }

    void start() {
        thread.start();
    }

    private void tell(String state, long done, String error) {
        told = new Extraction(order.id(), order.disk(), past.sequence(), directory.resolve(order.file()).toString(),
                order.format(), state, done, past.size(), error);
    }

    Extraction told() {
        return told;
    }

    boolean running() {
        return told.state().equals("running");
    }

    void cancel() {
        cancelled = true;
    }

    void await() {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (past) {
            LongConsumer progress = done -> tell("running", done, null);
            boolean whole = order.format().equals("raw") ? raw(progress) : qcow2(progress);
            if (whole) {
                folder.force();
                tell("done", past.size(), null);
            } else {
                folder.delete(order.file());
                tell("cancelled", told.doneBytes(), null);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("extraction of disk {} into {}: {}", order.disk(), order.file(), e.toString());
            giveUp(e);
        }
    }

    private boolean raw(LongConsumer progress) throws IOException {
        try (StoredFile file = folder.create(order.file())) {
            return new RawCopy(past, file).run(progress, () -> cancelled);
        }
    }

    private boolean qcow2(LongConsumer progress) throws IOException {
        boolean whole = new Qcow2Copy(past, directory.resolve(order.file()), directory.resolve(order.id() + ".sock"))
                .run(progress, () -> cancelled);
        if (whole) {
            try (StoredFile file = folder.open(order.file())) {
                file.force();
            }
        }
        return whole;
    }

    private void giveUp(Exception why) {
        try {
            folder.delete(order.file());
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        tell("failed", told.doneBytes(), String.valueOf(why.getMessage()));
    }
}
