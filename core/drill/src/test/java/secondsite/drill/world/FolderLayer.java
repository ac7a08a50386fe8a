package secondsite.drill.world;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;

/** Passes everything on to the folder below; its files are those that {@link #file} makes of the ones below. */
public abstract class FolderLayer implements Folder {

    protected final Folder below;

    protected FolderLayer(Folder below) {
        this.below = below;
    }

    /** A file of this folder. */
    protected abstract StoredFile file(StoredFile file);

    /** A folder in this one. */
    protected abstract Folder layer(Folder folder);

    @Override
    public List<String> names() throws IOException {
        return below.names();
    }

    @Override
    public List<String> folders() throws IOException {
        return below.folders();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return below.exists(name);
    }

    @Override
    public StoredFile create(String name) throws IOException {
        return file(below.create(name));
    }

    @Override
    public StoredFile open(String name) throws IOException {
        return file(below.open(name));
    }

    @Override
    public StoredFile openReadOnly(String name) throws IOException {
        return file(below.openReadOnly(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        below.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        below.delete(name);
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        below.deleteFolder(name);
    }

    @Override
    public Folder folder(String name) throws IOException {
        return layer(below.folder(name));
    }

    @Override
    public void force() throws IOException {
        below.force();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return below.lock(name);
    }

    @Override
    public long freeBytes() throws IOException {
        return below.freeBytes();
    }

    @Override
    public String place() {
        return below.place();
    }
}
