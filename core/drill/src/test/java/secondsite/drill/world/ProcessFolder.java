package secondsite.drill.world;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import secondsite.drill.world.Faults.Call;
import secondsite.drill.world.Faults.Kind;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;

/** A folder of a machine as one of its processes sees it: every call may be the last one, or fail. */
public final class ProcessFolder implements Folder {

    private final Folder folder;
    private final Faults faults;

    public ProcessFolder(Folder folder, Faults faults) {
        this.folder = folder;
        this.faults = faults;
    }

    private void before(Call call) throws IOException {
        Kind kind = faults.before(call, place(), false);
        if (kind != null) {
            faults.end(kind, place());
        }
    }

    @Override
    public List<String> names() throws IOException {
        before(Call.READ);
        return folder.names();
    }

    @Override
    public List<String> folders() throws IOException {
        before(Call.READ);
        return folder.folders();
    }

    @Override
    public boolean exists(String name) throws IOException {
        before(Call.READ);
        return folder.exists(name);
    }

    @Override
    public StoredFile create(String name) throws IOException {
        before(Call.NAMES);
        return new ProcessFile(folder.create(name), faults);
    }

    @Override
    public StoredFile open(String name) throws IOException {
        before(Call.READ);
        return new ProcessFile(folder.open(name), faults);
    }

    @Override
    public StoredFile openReadOnly(String name) throws IOException {
        before(Call.READ);
        return new ProcessFile(folder.openReadOnly(name), faults);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        before(Call.NAMES);
        folder.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        before(Call.NAMES);
        folder.delete(name);
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        before(Call.NAMES);
        folder.deleteFolder(name);
    }

    @Override
    public Folder folder(String name) throws IOException {
        before(Call.NAMES);
        return new ProcessFolder(folder.folder(name), faults);
    }

    @Override
    public void force() throws IOException {
        before(Call.FORCE);
        folder.force();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        before(Call.NAMES);
        return folder.lock(name);
    }

    @Override
    public long freeBytes() throws IOException {
        before(Call.READ);
        return faults.isFull(place()) ? 0 : folder.freeBytes();
    }

    @Override
    public String place() {
        return folder.place();
    }
}
