package secondsite.engine.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.SegmentFooter;
import secondsite.engine.segment.SegmentHeader;

/**
 * Files of released segments that wait to be written over. Their blocks have a place on the disk already, and often in memory, so
 * that an append costs half and a force has no new places to note. One that is not in memory any more would have to be read before it
 * is written over, and is not used. What they held does not count any more: a new header makes every frame in them one of another
 * segment. They do not outlive the journal's being open. Safe for use by several threads.
 */
final class SpareFiles {

    /** How names of spare files end; what is found under them when a journal is opened is deleted. */
    static final String SUFFIX = ".spare";

    private final Folder folder;
    private final int limit;
    private final Deque<String> names = new ArrayDeque<>();
    private long given;

    SpareFiles(Folder folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * Takes a file that is not needed any more, or deletes it when there are enough, durably. Only then may it be written over: else a
     * loss of power could bring back its old name with something new in it.
     */
    synchronized void give(String name) throws IOException {
        if (names.size() >= limit) {
            folder.delete(name);
            folder.force();
            return;
        }
        String spare = "%020d%s".formatted(given++, SUFFIX);
        folder.rename(name, spare);
        folder.force();
        names.addLast(spare);
    }

    /** Whether there is one that is worth taking; others are deleted. */
    synchronized boolean any() throws IOException {
        while (!names.isEmpty()) {
            try (StoredFile file = folder.open(names.getLast())) {
                if (file.inMemory()) {
                    return true;
                }
            }
            folder.delete(names.removeLast());
        }
        return false;
    }

    /**
     * Makes the spare file that was given last, which is the likeliest to be in memory, into a segment that has the header only,
     * durably but for its name's place in the folder.
     *
     * @param name what the segment is called from now on
     */
    synchronized StoredFile take(String name, SegmentHeader header) throws IOException {
        String spare = names.removeLast();
        StoredFile file = folder.open(spare);
        try {
            file.resize(Math.max(SegmentHeader.BYTES, file.size() - SegmentFooter.BYTES));
            header.write(file);
            file.force();
            folder.rename(spare, name);
            return file;
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    /**
     * Deletes all spare files.
     *
     * @return whether there were any
     */
    synchronized boolean delete() throws IOException {
        boolean any = !names.isEmpty();
        while (!names.isEmpty()) {
            folder.delete(names.removeFirst());
        }
        return any;
    }
}
