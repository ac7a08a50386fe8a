package secondsite.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.SegmentName;

/** Folders that a person names: they must be there, and are not made. */
final class ExistingFolder {

    private static final String JOURNAL = "journal";

    private ExistingFolder() {}

    static Folder at(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + (Files.exists(directory) ? " is no folder" : " is missing"));
        }
        return DirectoryFolder.at(directory);
    }

    /** A folder with segments; where a replica's folder is named, the one in it. */
    static Folder journal(Path directory) throws IOException {
        Folder folder = at(directory);
        if (folder.names().stream().anyMatch(name -> SegmentName.parse(name).isPresent())) {
            return folder;
        }
        if (folder.folders().contains(JOURNAL)) {
            return journal(directory.resolve(JOURNAL));
        }
        throw new IOException(directory + " holds no journal");
    }
}
