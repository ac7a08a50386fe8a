package secondsite.engine.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes directories, and makes the names in them durable. */
final class Directories {

    private Directories() {}

    static void make(Path directory) throws IOException {
        try {
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(directory,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** Names are durable on return. Where the platform cannot (Windows), its file system keeps names in order by itself. */
    static void force(Path directory) throws IOException {
        if (LinuxFile.available()) {
            Descriptor descriptor = Descriptor.open(directory, LinuxCalls.O_RDONLY);
            try {
                OwnThread.run(() -> descriptor.call("forcing", 0, (scratch, file) -> LinuxCalls.fsync(scratch.errno(),
                        file)));
            } finally {
                descriptor.close();
            }
        }
    }
}
