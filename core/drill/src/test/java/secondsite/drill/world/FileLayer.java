package secondsite.drill.world;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.file.StoredFile;

/** Passes everything on to the file below. */
public abstract class FileLayer implements StoredFile {

    protected final StoredFile below;

    protected FileLayer(StoredFile below) {
        this.below = below;
    }

    @Override
    public String place() {
        return below.place();
    }

    @Override
    public long size() throws IOException {
        return below.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        below.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        below.write(from, position);
    }

    @Override
    public void write(ByteBuffer[] from, long position) throws IOException {
        below.write(from, position);
    }

    @Override
    public void resize(long size) throws IOException {
        below.resize(size);
    }

    @Override
    public void punch(long position, long length) throws IOException {
        below.punch(position, length);
    }

    @Override
    public long nextData(long position) throws IOException {
        return below.nextData(position);
    }

    @Override
    public long nextHole(long position) throws IOException {
        return below.nextHole(position);
    }

    @Override
    public void force() throws IOException {
        below.force();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
