package secondsite.drill.demo;

import java.nio.file.Path;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.Volume;

/**
 * A disk of a protected machine.
 *
 * @param image  the file with its bytes, which its agent serves
 * @param volume what its machine sees
 */
record Disk(String machine, String name, long sizeBytes, Path image, Volume volume) implements ServedDisk {

    /** Bytes of the image that are not holes. */
    long usedBytes() {
        return usedBytes(image);
    }

    static long usedBytes(Path image) {
        return 512 * Long.parseLong(Shell.run("stat", "--format=%b", image.toString()));
    }
}
