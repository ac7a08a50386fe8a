package secondsite.server.target.rest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import secondsite.api.ProblemCode;
import secondsite.api.point.Extraction;
import secondsite.api.point.ExtractionRequest;
import secondsite.engine.file.Folder;
import secondsite.server.target.past.ImageFormat;
import secondsite.server.target.past.PastDisk;
import secondsite.server.web.ProblemException;

/** Disks of the past that are being written into files, and the last that were. */
final class Extractions implements Closeable {

    private static final int RUNNING_LIMIT = 4;
    private static final int REMEMBERED_LIMIT = 200;
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,100}");

    private final Path directory;
    private final Folder folder;
    private final Supplier<UUID> ids;
    private final Map<UUID, ExtractionJob> jobs = new LinkedHashMap<>();

    Extractions(Path directory, Folder folder, Supplier<UUID> ids) {
        this.directory = directory;
        this.folder = folder;
        this.ids = ids;
    }

    /** Begins to write a disk into a file, and closes it in the end, whatever happens. */
    synchronized Extraction begin(UUID disk, PastDisk past, ExtractionRequest request) throws IOException {
        ImageFormat format;
        try {
            format = check(request);
        } catch (IOException | RuntimeException e) {
            past.close();
            throw e;
        }
        UUID id = ids.get();
        var job = new ExtractionJob(new ExtractionJob.Order(id, disk, request.file(), format), past, folder,
                directory);
        forgetOldest();
        jobs.put(id, job);
        job.start();
        return job.told();
    }

    private ImageFormat check(ExtractionRequest request) throws IOException {
        if (request.file() == null || !FILE_NAME.matcher(request.file()).matches()) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'file' is the name of a new file: letters, digits, '.', '_' and '-'");
        }
        if (folder.exists(request.file())) {
            throw new ProblemException(ProblemCode.CONFLICT, "there is a file " + request.file() + " already");
        }
        if (jobs.values().stream().filter(ExtractionJob::running).count() >= RUNNING_LIMIT) {
            throw new ProblemException(ProblemCode.CONFLICT, RUNNING_LIMIT + " extractions are running already");
        }
        return format(request);
    }

    private static ImageFormat format(ExtractionRequest request) {
        return switch (String.valueOf(request.format())) {
            case "raw" -> ImageFormat.RAW;
            case "qcow2" -> ImageFormat.QCOW2;
            default -> throw new ProblemException(ProblemCode.BAD_REQUEST, "'format' is raw or qcow2");
        };
    }

    private void forgetOldest() {
        if (jobs.size() >= REMEMBERED_LIMIT) {
            jobs.values().stream().filter(job -> !job.running()).findFirst()
                    .ifPresent(job -> jobs.remove(job.told().id()));
        }
    }

    synchronized ExtractionJob find(UUID id) {
        ExtractionJob job = jobs.get(id);
        if (job == null) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is no extraction " + id);
        }
        return job;
    }

    @Override
    public synchronized void close() {
        jobs.values().forEach(ExtractionJob::cancel);
        jobs.values().forEach(ExtractionJob::await);
    }
}
