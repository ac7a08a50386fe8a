package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.file.Folder;

/** Whole files, for those who damage, exchange or keep copies of them. */
final class Files {

    private Files() {}

    static byte[] read(Folder folder, String name) throws IOException {
        try (var file = folder.openReadOnly(name)) {
            byte[] bytes = new byte[(int) file.size()];
            file.read(ByteBuffer.wrap(bytes), 0);
            return bytes;
        }
    }

    static void write(Folder folder, String name, byte[] bytes) throws IOException {
        try (var file = folder.exists(name) ? folder.open(name) : folder.create(name)) {
            file.resize(0);
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }
}
