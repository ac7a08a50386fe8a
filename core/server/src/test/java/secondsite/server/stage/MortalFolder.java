package secondsite.server.stage;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;

/** A folder as one process sees it: after that process has died, its threads, which go on in a test, can do nothing more to it. */
final class MortalFolder implements Folder {

    private final Folder inner;
    private final AtomicBoolean dead;

    MortalFolder(Folder inner, AtomicBoolean dead) {
        this.inner = inner;
        this.dead = dead;
    }

    private Folder living() throws IOException {
        if (dead.get()) {
            throw new IOException("this process is dead");
        }
        return inner;
    }

    @Override
    public List<String> names() throws IOException {
        return living().names();
    }

    @Override
    public List<String> folders() throws IOException {
        return living().folders();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return living().exists(name);
    }

    @Override
    public StoredFile create(String name) throws IOException {
        return living().create(name);
    }

    @Override
    public StoredFile open(String name) throws IOException {
        return living().open(name);
    }

    @Override
    public StoredFile openReadOnly(String name) throws IOException {
        return living().openReadOnly(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        living().rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        living().delete(name);
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        living().deleteFolder(name);
    }

    @Override
    public Folder folder(String name) throws IOException {
        return new MortalFolder(living().folder(name), dead);
    }

    @Override
    public void force() throws IOException {
        living().force();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return living().lock(name);
    }

    @Override
    public long freeBytes() throws IOException {
        return living().freeBytes();
    }

    @Override
    public String place() {
        return inner.place();
    }
}
