package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import secondsite.agent.capture.Closing;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.configuration.NbdAddress;
import secondsite.agent.configuration.Quantities;
import secondsite.agent.os.BootId;
import secondsite.agent.protection.CheckpointTimer;
import secondsite.agent.protection.DiskWatch;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/** Serves one disk over NBD, with or without a journal of its writes. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Serves a file or block device over NBD, read-write, under the empty export name, until it is told to end.")
final class DiskServeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The disk; made when --size is given and there is none.")
    private Path file;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where;

    /** One of two kinds of address. */
    static final class Where {

        @Option(names = "--unix", paramLabel = "SOCKET", description = "Listen on a unix socket.")
        private Path unix;

        @Option(names = "--tcp", paramLabel = "PORT", description = "Listen on a port of the loopback interface (PORT or HOST:PORT).")
        private String tcp;
    }

    @Option(names = "--spool", paramLabel = "DIR", description = "Log every write there before it reaches the disk. Killed at any moment, the next start loses nothing.")
    private Path spool;

    @Option(names = "--spool-limit", paramLabel = "SIZE", defaultValue = "4 GiB", description = "The most that the spool takes. When it is half full, it forgets what the disk holds durably. Default: ${DEFAULT-VALUE}.")
    private String spoolLimit;

    @Option(names = "--spool-reserve", paramLabel = "SIZE", defaultValue = "256 MiB", description = "What the spool leaves free where it lies. Default: ${DEFAULT-VALUE}.")
    private String spoolReserve;

    @Option(names = "--size", paramLabel = "SIZE", description = "Size of the disk, as 10 GiB; makes the file.")
    private String size;

    @Option(names = "--read-only", description = "Refuse writes.")
    private boolean readOnly;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var image = new ImageFile(file);
        NbdAddress address = address();
        prepare(image);
        Closeable running = spool == null ? servePlain(image, address) : serveCaptured(image, address);
        spec.commandLine().getOut().println("serving " + image + " at " + uri(address));
        spec.commandLine().getOut().flush();
        return Ending.await(running);
    }

    private NbdAddress address() {
        try {
            InetSocketAddress tcp = where.tcp == null ? null : NbdAddress.port(where.tcp);
            return new NbdAddress(where.unix == null ? null : where.unix.toAbsolutePath(), tcp);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private static String uri(NbdAddress address) {
        return address.unix() != null
                ? "nbd+unix:///?socket=" + address.unix()
                : "nbd://" + address.tcp().getHostString() + ":" + address.tcp().getPort();
    }

    private void prepare(ImageFile image) throws IOException {
        if (readOnly && spool != null) {
            throw new ParameterException(spec.commandLine(), "a read-only disk has no writes to spool");
        }
        if (size != null && !image.exists()) {
            image.create(bytes(size));
        }
    }

    private Closeable servePlain(ImageFile image, NbdAddress address) throws IOException {
        Closeable lock = readOnly ? () -> {
        } : image.lock();
        Disk disk = null;
        try {
            disk = image.open(readOnly);
            checkSize(image, disk.size());
            var exports = new Exports();
            exports.add("", disk);
            var server = new NbdServer(exports, NbdSettings.DEFAULT, new NbdLog(image.toString()));
            server.listen(address.socket());
            Disk served = disk;
            return () -> Closing.all(List.of(server, () -> exports.remove(""), served::flush, served, lock));
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, disk, lock);
            throw e;
        }
    }

    private Closeable serveCaptured(ImageFile image, NbdAddress address) throws IOException {
        long actual = sizeOf(image);
        checkSize(image, actual);
        SpoolLimits limits = limits();
        Optional<JournalIdentity> known = SplitDiskOpening.identity(DirectoryFolder.at(spool));
        UUID id = known.map(JournalIdentity::disk).orElseGet(UUID::randomUUID);
        var settings = new CaptureSettings(new JournalIdentity(id, actual), 1, BootId.current(), limits);
        CapturedImage captured = CapturedImage.open(image, spool, spool.toAbsolutePath().getParent(), settings,
                InstantSource.system());
        try {
            captured.serve(address);
            var checkpoints = new CheckpointTimer(captured.capture(), false);
            var watch = new DiskWatch(image.toString(), captured.capture(), Optional.empty(), () -> {
            });
            checkpoints.start();
            watch.start();
            return () -> Closing.all(List.of(watch, checkpoints, captured));
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, captured);
            throw e;
        }
    }

    private SpoolLimits limits() {
        try {
            return new SpoolLimits(bytes(spoolLimit), bytes(spoolReserve));
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private static long sizeOf(ImageFile image) throws IOException {
        try (Disk disk = image.open(true)) {
            return disk.size();
        }
    }

    private void checkSize(ImageFile image, long actual) throws IOException {
        if (size != null && actual != bytes(size)) {
            throw new IOException(image + " has " + actual + " bytes already, not " + bytes(size));
        }
    }

    private long bytes(String text) {
        try {
            return Quantities.bytes(text);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private ParameterException wrong(IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
}
