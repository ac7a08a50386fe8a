package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import secondsite.engine.file.Folder;
import secondsite.api.qmp.Qmp;

/** What a machine shows on its screen: a file that QEMU writes, which is gone when it was read. @param folder the machine's own */
record Picture(Folder folder) {

    private static final String PICTURE = "picture.png";
    private static final int LARGEST_PICTURE_BYTES = 64 << 20;

    /** As PNG. */
    byte[] take(Qmp qmp) throws IOException {
        folder.delete(PICTURE);
        try {
            qmp.ask("screendump", Map.of("filename", PICTURE, "format", "png"));
            return read();
        } finally {
            folder.delete(PICTURE);
        }
    }

    private byte[] read() throws IOException {
        try (var picture = folder.openReadOnly(PICTURE)) {
            if (picture.size() > LARGEST_PICTURE_BYTES) {
                throw new IOException(picture.place() + " is larger than a picture can be");
            }
            byte[] bytes = new byte[(int) picture.size()];
            picture.read(ByteBuffer.wrap(bytes), 0);
            return bytes;
        }
    }
}
