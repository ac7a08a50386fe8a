package secondsite.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.nbd.NbdEvents;
import secondsite.server.target.export.JournalPast;
import secondsite.server.target.export.Moment;
import secondsite.server.target.export.PastSource;
import secondsite.server.target.export.ReplicaPast;
import secondsite.server.target.export.ServedDisk;
import secondsite.server.target.past.Extraction;
import secondsite.server.target.past.ImageFormat;

/** Opens a disk as it was at any moment, from plain folders. */
@Command(name = "point", description = "Lists, serves and extracts a disk as it was at any moment, from plain folders and without a deployment.", subcommands = {
        PointVerb.Listing.class, PointVerb.Serve.class, PointVerb.Extract.class})
final class PointVerb implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Where the past is. */
    static final class From {

        @ArgGroup(exclusive = true, multiplicity = "1")
        private Either either;

        static final class Either {
            @Option(names = "--replica", paramLabel = "DIR", description = "A replica's folder, of a master target that does not run.")
            private Path replica;

            @ArgGroup(exclusive = false, multiplicity = "1")
            private Plain plain;
        }

        static final class Plain {
            @Option(names = "--base", paramLabel = "FILE", required = true, description = "The disk as it was before the journal's first record.")
            private Path base;

            @Option(names = "--journal", paramLabel = "DIR", required = true, description = "The folder with the segments.")
            private Path journal;
        }

        PastSource open() throws IOException {
            InstantSource clock = InstantSource.system();
            if (either.replica != null) {
                return new ReplicaPast(ExistingFolder.at(either.replica), clock);
            }
            StoredFile base = DirectoryFolder.openFileReadOnly(either.plain.base);
            try {
                return new JournalPast(ExistingFolder.journal(either.plain.journal), base, clock);
            } catch (IOException | RuntimeException e) {
                base.close();
                throw e;
            }
        }
    }

    /** Which moment. */
    static final class At {
        @Option(names = "--at", paramLabel = "TIME|SEQUENCE|latest", required = true, description = "A time with its zone (2026-11-20T22:15:00Z), the sequence of a record, or latest.")
        private String at;

        Disk open(PastSource past) throws IOException {
            OptionalLong sequence = Moment.parse(at).in(past);
            if (sequence.isEmpty()) {
                throw new IOException("nothing is recoverable at " + at + "; possible is " + past.extent());
            }
            var why = past.whyNot(sequence.getAsLong());
            if (why.isPresent()) {
                throw new IOException("sequence " + sequence.getAsLong() + " cannot be recovered: " + why.get());
            }
            return past.open(sequence.getAsLong());
        }
    }

    /** Prints what can be recovered. */
    @Command(name = "list", description = "Lists the points that can be recovered.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private From from;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            try (PastSource past = from.open()) {
                out.println("sequences   " + past.extent());
                for (PastSource.Point point : past.points()) {
                    out.printf("%-11d %s  %-16s %s%n", point.sequence(), point.time(), point.kind(), point.label());
                }
            }
            return Main.DONE;
        }
    }

    /** Serves until it is killed. */
    @Command(name = "serve", description = "Serves the disk over NBD, without copying. It can be written; what is written is "
            + "forgotten in the end. Runs until it is killed.")
    static final class Serve implements Callable<Integer> {
        @Mixin
        private From from;
        @Mixin
        private At at;

        @Option(names = "--unix", paramLabel = "SOCKET", required = true, description = "The unix socket to listen on.")
        private Path socket;

        @Option(names = "--scratch", paramLabel = "DIR", description = "Where what is written lies meanwhile; the folder for temporary files when it is left out.")
        private Path scratch;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path folder = scratch == null ? Files.createTempDirectory("secondsite-point") : scratch;
            PastSource past = from.open();
            Disk disk = opened(past);
            var served = new ServedDisk(disk, DirectoryFolder.at(folder), "written-" + ProcessHandle.current().pid(),
                    socket.toAbsolutePath(), NbdEvents.NONE);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(served, past, folder)));
            spec.commandLine().getOut()
                    .println("serving " + disk + " on nbd+unix:///?socket=" + socket.toAbsolutePath());
            new CountDownLatch(1).await();
            return Main.DONE;
        }

        private Disk opened(PastSource past) throws IOException {
            try {
                return at.open(past);
            } catch (IOException | RuntimeException e) {
                past.close();
                throw e;
            }
        }

        private void end(ServedDisk served, PastSource past, Path folder) {
            try {
                served.close();
                past.close();
                Files.deleteIfExists(socket);
                if (scratch == null) {
                    Files.delete(folder);
                }
            } catch (IOException e) {
                System.err.println(e.getMessage());
            }
        }
    }

    /** Writes a disk into a file. */
    @Command(name = "extract", description = "Writes the disk into a new file.")
    static final class Extract implements Callable<Integer> {
        @Mixin
        private From from;
        @Mixin
        private At at;

        @Option(names = "--to", paramLabel = "FILE", required = true, description = "The new file.")
        private Path file;

        @Option(names = "--format", paramLabel = "raw|qcow2", defaultValue = "raw", description = "Of the new file; ${DEFAULT-VALUE} when it is left out.")
        private ImageFormat format;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            Path absolute = file.toAbsolutePath();
            if (Files.exists(absolute)) {
                throw new IOException(file + " exists already");
            }
            try (PastSource past = from.open(); Disk disk = at.open(past)) {
                new Extraction(disk, (_, _) -> true).to(ExistingFolder.at(absolute.getParent()),
                        absolute.getFileName().toString(), format);
                spec.commandLine().getOut().println(disk + " is in " + file);
            }
            return Main.DONE;
        }
    }
}
