package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.api.Json;
import secondsite.engine.file.Folder;

/** The file that keeps what is known of a machine; replaced whole, so that a crash leaves the old or the new one. */
final class KeptFile {

    static final String NAME = "machine.json";

    private static final int LONGEST_BYTES = 1 << 20;

    private final Folder folder;

    KeptFile(Folder folder) {
        this.folder = folder;
    }

    boolean exists() throws IOException {
        return folder.exists(NAME);
    }

    Kept read() throws IOException {
        try (var file = folder.openReadOnly(NAME)) {
            if (file.size() > LONGEST_BYTES) {
                throw new IOException(file.place() + " is longer than such a file can be");
            }
            byte[] json = new byte[(int) file.size()];
            file.read(ByteBuffer.wrap(json), 0);
            return Json.read(json, Kept.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException(folder.place() + "/" + NAME + " is not as it was written: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** Durable on return. */
    void write(Kept kept) throws IOException {
        String next = NAME + ".new";
        folder.delete(next);
        try (var file = folder.create(next)) {
            file.write(ByteBuffer.wrap(Json.write(kept)), 0);
            file.force();
        }
        folder.rename(next, NAME);
        folder.force();
    }
}
