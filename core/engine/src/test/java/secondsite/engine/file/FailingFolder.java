package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A folder over another whose calls fail as {@link Faults} will have it. */
public final class FailingFolder implements Folder {

    private final Folder inner;
    private final Faults faults;

    public FailingFolder(Folder inner, Faults faults) {
        this.inner = inner;
        this.faults = faults;
    }

    @Override
    public List<String> names() throws IOException {
        faults.call(place());
        return inner.names();
    }

    @Override
    public List<String> folders() throws IOException {
        faults.call(place());
        return inner.folders();
    }

    @Override
    public boolean exists(String name) throws IOException {
        faults.call(place());
        return inner.exists(name);
    }

    @Override
    public StoredFile create(String name) throws IOException {
        faults.call(place() + "/" + name);
        return new File(inner.create(name));
    }

    @Override
    public StoredFile open(String name) throws IOException {
        faults.call(place() + "/" + name);
        return new File(inner.open(name));
    }

    @Override
    public StoredFile openReadOnly(String name) throws IOException {
        faults.call(place() + "/" + name);
        return new File(inner.openReadOnly(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        faults.call(place() + "/" + from);
        inner.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        faults.call(place() + "/" + name);
        inner.delete(name);
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        faults.call(place() + "/" + name);
        inner.deleteFolder(name);
    }

    @Override
    public Folder folder(String name) throws IOException {
        faults.call(place() + "/" + name);
        return new FailingFolder(inner.folder(name), faults);
    }

    @Override
    public void force() throws IOException {
        faults.call(place());
        inner.force();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return inner.lock(name);
    }

    @Override
    public long freeBytes() throws IOException {
        faults.call(place());
        return inner.freeBytes();
    }

    @Override
    public String place() {
        return inner.place();
    }

    private final class File implements StoredFile {

        private final StoredFile file;

        File(StoredFile file) {
            this.file = file;
        }

        @Override
        public String place() {
            return file.place();
        }

        @Override
        public long size() throws IOException {
            faults.call(place());
            return file.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            faults.call(place());
            file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            write(new ByteBuffer[]{from}, position);
        }

        @Override
        public void write(ByteBuffer[] from, long position) throws IOException {
            int length = Arrays.stream(from).mapToInt(ByteBuffer::remaining).sum();
            int stored = faults.write(length);
            if (stored == length) {
                file.write(from, position);
                return;
            }
            ByteBuffer all = ByteBuffer.allocate(length);
            Arrays.stream(from).forEach(all::put);
            if (stored > 0) {
                file.write(all.flip().limit(stored), position);
            }
            throw faults.writeFailure(place());
        }

        @Override
        public void resize(long size) throws IOException {
            faults.call(place());
            file.resize(size);
        }

        @Override
        public void punch(long position, long length) throws IOException {
            faults.call(place());
            file.punch(position, length);
        }

        @Override
        public long nextData(long position) throws IOException {
            faults.call(place());
            return file.nextData(position);
        }

        @Override
        public long nextHole(long position) throws IOException {
            faults.call(place());
            return file.nextHole(position);
        }

        @Override
        public void force() throws IOException {
            if (!faults.force()) {
                file.force();
            } else if (file instanceof SimulatedFile simulated) {
                simulated.failForce(faults.random());
            } else {
                throw new IOException(place() + ": Input/output error while forcing (simulated)");
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
