package secondsite.server.target.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.point.Extraction;
import secondsite.engine.file.Folder;
import secondsite.server.target.past.ImageFormat;
import secondsite.server.target.past.PastDisk;

/** Writes one disk of the past into a file, in a thread of its own, and tells how far it is. */
final class ExtractionJob {

    record Order(UUID id, UUID disk, String file, ImageFormat format) {}

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
                order.format().name().toLowerCase(Locale.ROOT), state, done, past.size(), error);
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
            new secondsite.server.target.past.Extraction(past, this::goOn).to(folder, order.file(), order.format());
            tell("done", past.size(), null);
        } catch (CancellationException _) {
            tell("cancelled", told.doneBytes(), null);
        } catch (IOException | RuntimeException e) {
            LOG.warn("extraction of disk {} into {}: {}", order.disk(), order.file(), e.toString());
            tell("failed", told.doneBytes(), String.valueOf(e.getMessage()));
        }
    }

    private boolean goOn(long done, long total) {
        tell("running", done, null);
        return !cancelled;
    }
}
