package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import secondsite.drill.world.FileLayer;
import secondsite.drill.world.FolderLayer;
import secondsite.drill.world.Machine;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;

/** Builds whose files do not do what they say. */
final class WrongFiles {

    private WrongFiles() {}

    /** Files of machines and at places whose names contain these lie when they are forced. */
    static Build lying(String machine, String place) {
        return files(machine, place, file -> new FileLayer(file) {
            @Override
            public void force() {
                // says that it did
            }
        });
    }

    private interface Wrong {
        StoredFile file(StoredFile file);
    }

    private static Build files(String machine, String place, Wrong wrong) {
        return new Build() {
            @Override
            Folder files(Machine of, Folder folder) {
                return of.name().contains(machine)
                        ? wrong(folder, where -> where.contains(place) && !where.endsWith(".new"), wrong)
                        : folder;
            }
        };
    }

    private static Folder wrong(Folder folder, Predicate<String> where, Wrong wrong) {
        return new FolderLayer(folder) {
            @Override
            protected StoredFile file(StoredFile file) {
                return where.test(file.place()) ? wrong.file(file) : file;
            }

            @Override
            protected Folder layer(Folder inner) {
                return wrong(inner, where, wrong);
            }
        };
    }

    static Build namesLost(String machine) {
        return new Build() {
            @Override
            Folder files(Machine of, Folder folder) {
                return of.name().contains(machine) ? nameless(folder) : folder;
            }
        };
    }

    private static Folder nameless(Folder folder) {
        return new FolderLayer(folder) {
            @Override
            protected StoredFile file(StoredFile file) {
                return file;
            }

            @Override
            protected Folder layer(Folder inner) {
                return nameless(inner);
            }

            @Override
            public void force() throws IOException {
                if (!place().endsWith("/journal")) {
                    below.force();
                }
            }
        };
    }

    /** Writes stay in the process until they are forced. */
    static Build buffered(String machine, String place) {
        return files(machine, place, file -> new FileLayer(file) {

            private final Map<Long, ByteBuffer> held = new LinkedHashMap<>();

            @Override
            public void write(ByteBuffer from, long position) {
                held.put(position, ByteBuffer.allocate(from.remaining()).put(from).flip());
            }

            @Override
            public void write(ByteBuffer[] from, long position) {
                long at = position;
                for (ByteBuffer one : from) {
                    int length = one.remaining();
                    write(one, at);
                    at += length;
                }
            }

            private void drain() throws IOException {
                for (var one : held.entrySet()) {
                    below.write(one.getValue(), one.getKey());
                }
                held.clear();
            }

            @Override
            public long size() throws IOException {
                long size = below.size();
                for (var one : held.entrySet()) {
                    size = Math.max(size, one.getKey() + one.getValue().remaining());
                }
                return size;
            }

            @Override
            public void read(ByteBuffer into, long position) throws IOException {
                drain();
                below.read(into, position);
            }

            @Override
            public void force() throws IOException {
                drain();
                below.force();
            }

            @Override
            public void close() throws IOException {
                drain();
                below.close();
            }
        });
    }
}
