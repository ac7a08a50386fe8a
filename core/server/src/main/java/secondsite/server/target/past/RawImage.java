package secondsite.server.target.past;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.file.StoredFile;

/** A disk as a file of its bytes. */
final class RawImage implements ImageWriter {

    private final StoredFile file;

    RawImage(StoredFile file, long size) throws IOException {
        this.file = file;
        file.resize(size);
    }

    @Override
    public void write(ByteBuffer clusters, long offset) throws IOException {
        file.write(clusters, offset);
    }

    @Override
    public void finish() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
