package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Another folder, which nobody can change through this one. */
public final class ReadOnlyFolder implements Folder {

    private final Folder inner;

    public ReadOnlyFolder(Folder inner) {
        this.inner = inner;
    }

    private IOException refused(String doing) {
        return new IOException(inner.place() + " is open for reading only: nobody can " + doing);
    }

    @Override
    public List<String> names() throws IOException {
        return inner.names();
    }

    @Override
    public List<String> folders() throws IOException {
        return inner.folders();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return inner.exists(name);
    }

    @Override
    public StoredFile create(String name) throws IOException {
        throw refused("create " + name);
    }

    @Override
    public StoredFile open(String name) throws IOException {
        throw refused("write to " + name);
    }

    @Override
    public StoredFile openReadOnly(String name) throws IOException {
        return inner.openReadOnly(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        throw refused("rename " + from);
    }

    @Override
    public void delete(String name) throws IOException {
        throw refused("delete " + name);
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        throw refused("delete the folder " + name);
    }

    /** @throws IOException when it is missing: it is not made */
    @Override
    public Folder folder(String name) throws IOException {
        if (!inner.folders().contains(name)) {
            throw refused("make the folder " + name);
        }
        return new ReadOnlyFolder(inner.folder(name));
    }

    @Override
    public void force() {
        // There is nothing new.
    }

    @Override
    public Closeable lock(String name) throws IOException {
        throw refused("lock " + name);
    }

    @Override
    public long freeBytes() throws IOException {
        return inner.freeBytes();
    }

    @Override
    public String place() {
        return inner.place();
    }
}
