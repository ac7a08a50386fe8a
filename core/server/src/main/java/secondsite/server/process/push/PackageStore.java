package secondsite.server.process.push;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.AgentPackage;

/**
 * The packages that were fetched from the configuration server: once for all machines behind the same line. A file is named by its
 * checksum, and checked whenever it is used. Safe for use by several threads, one of which fetches.
 */
final class PackageStore {

    private static final int KEPT = 4;
    private static final long LONGEST = 1L << 30;
    private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");
    private static final String PART = ".part";

    private final Path folder;
    private final PackageSource source;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();

    PackageStore(Path folder, PackageSource source, InstantSource clock) {
        this.folder = folder;
        this.source = source;
        this.clock = clock;
    }

    /** The file of a package, fetched if need be. */
    Path have(AgentPackage wanted, PushProgress progress) throws PushFailure, InterruptedException {
        if (!SUM.matcher(wanted.sha256()).matches() || wanted.bytes() <= 0 || wanted.bytes() > LONGEST) {
            throw PushFailure.forGood(ErrorCode.INTERNAL, "this is no package: " + wanted);
        }
        fetching.lockInterruptibly();
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(wanted.sha256());
            if (!whole(file, wanted)) {
                progress.line("fetching " + wanted.file());
                fetch(wanted, file);
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return file;
        } catch (IOException e) {
            throw PushFailure.passing(ErrorCode.NETWORK_FAILED,
                    "the package " + wanted.file() + " cannot be fetched: " + e.getMessage());
        } finally {
            fetching.unlock();
        }
    }

    private static boolean whole(Path file, AgentPackage wanted) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == wanted.bytes()
                && AgentPackage.sumOf(file).equals(wanted.sha256());
    }

    private void fetch(AgentPackage wanted, Path file) throws IOException, PushFailure {
        prune();
        Path part = folder.resolve(wanted.sha256() + PART);
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                source.fetch(wanted, out);
            }
            if (!whole(part, wanted)) {
                throw PushFailure.passing(ErrorCode.PACKAGE_DAMAGED, wanted.file() + ": " + Files.size(part)
                        + " bytes came that are not the package");
            }
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Those that were not used for longest make room. One that is being read stays readable. */
    private void prune() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> old = files.filter(file -> SUM.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified()).reversed())
                    .skip(KEPT - 1).toList();
            for (Path each : old) {
                Files.deleteIfExists(each);
            }
        }
    }
}
