package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;

/** The segments of a journal as bytes, to be changed behind its back. */
final class Files {

    private Files() {}

    static Map<String, byte[]> of(Folder folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : folder.names()) {
            if (name.endsWith(".segment")) {
                try (StoredFile file = folder.openReadOnly(name)) {
                    ByteBuffer all = ByteBuffer.allocate((int) file.size());
                    file.read(all, 0);
                    files.put(name, all.array());
                }
            }
        }
        return files;
    }

    /** A folder on a machine of its own that holds these files, durably. */
    static SimulatedFolder folder(Map<String, byte[]> files) throws IOException {
        SimulatedFolder folder = SimulatedFolder.named("copy");
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            try (StoredFile file = folder.create(entry.getKey())) {
                file.write(ByteBuffer.wrap(entry.getValue()), 0);
                file.force();
            }
        }
        folder.force();
        return folder;
    }
}
