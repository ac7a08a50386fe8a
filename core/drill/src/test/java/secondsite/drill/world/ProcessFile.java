package secondsite.drill.world;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.drill.world.Faults.Call;
import secondsite.drill.world.Faults.Kind;
import secondsite.engine.file.SimulatedFile;
import secondsite.engine.file.StoredFile;

/** A file of a machine as one of its processes sees it: every call may be the last one, or fail, a write after a part of it. */
final class ProcessFile implements StoredFile {

    private final StoredFile file;
    private final Faults faults;

    ProcessFile(StoredFile file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    private void before(Call call) throws IOException {
        faults.before(call, place(), false);
    }

    @Override
    public String place() {
        return file.place();
    }

    @Override
    public long size() throws IOException {
        before(Call.READ);
        return file.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        before(Call.READ);
        file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        boolean grows = !faults.dead() && position + from.remaining() > file.size();
        Kind kind = faults.before(Call.WRITE, place(), grows);
        if (kind != null) {
            file.write(from.slice(from.position(), faults.part(kind, position, from.remaining())), position);
            faults.end(kind, place());
        }
        file.write(from, position);
    }

    @Override
    public void write(ByteBuffer[] from, long position) throws IOException {
        int length = 0;
        for (ByteBuffer one : from) {
            length += one.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (ByteBuffer one : from) {
            all.put(one);
        }
        write(all.flip(), position);
    }

    @Override
    public void resize(long size) throws IOException {
        before(Call.NAMES);
        file.resize(size);
    }

    @Override
    public void punch(long position, long length) throws IOException {
        before(Call.NAMES);
        file.punch(position, length);
    }

    @Override
    public long nextData(long position) throws IOException {
        before(Call.READ);
        return file.nextData(position);
    }

    @Override
    public long nextHole(long position) throws IOException {
        before(Call.READ);
        return file.nextHole(position);
    }

    @Override
    public void force() throws IOException {
        if (faults.before(Call.FORCE, place(), false) == Kind.FAILED_FORCE) {
            ((SimulatedFile) file).failForce(faults.random());
        }
        file.force();
    }

    @Override
    public void close() throws IOException {
        if (!faults.dead()) {
            file.close();
        }
    }
}
