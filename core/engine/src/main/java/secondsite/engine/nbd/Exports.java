package secondsite.engine.nbd;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import secondsite.engine.disk.Disk;

/** The disks that servers offer, by name; a client that names none gets the one with the empty name. May change at any time. */
public final class Exports {

    private final NavigableMap<String, Export> exports = new ConcurrentSkipListMap<>();

    /**
     * Offers a disk, which stays the caller's to close, after it was removed.
     *
     * @throws IllegalArgumentException when the name is taken, or longer than 4096 bytes in UTF-8
     */
    public void add(String name, Disk disk) {
        Export export = new Export(name, disk);
        if (exports.putIfAbsent(name, export) != null) {
            throw new IllegalArgumentException("there is an export '" + name + "' already");
        }
    }

    /**
     * Offers a disk no longer and disconnects its clients; on return none of them uses it any more. Not an error when there is none of
     * this name.
     *
     * @throws IOException when a client's request did not come back from the disk within half a minute
     */
    public void remove(String name) throws IOException {
        Export export = exports.remove(name);
        if (export != null) {
            export.retire();
        }
    }

    /** The names of all exports, sorted. */
    public List<String> names() {
        return List.copyOf(exports.keySet());
    }

    /** Null when there is none. */
    Export find(String name) {
        return exports.get(name);
    }
}
