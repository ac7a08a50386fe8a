package secondsite.server.administration;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that verbs write. */
final class Written {

    private Written() {}

    /** @throws NothingDoneException when there is such a file already */
    static void fresh(Path file, byte[] content) throws IOException {
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException _) {
            throw new NothingDoneException(file + " is there already; name another file");
        }
    }
}
