package secondsite.engine.journal;

import java.io.IOException;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
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
    private final Deque<String> names = new ConcurrentLinkedDeque<>();
    private long given;

    SpareFiles(Folder folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * Takes a file that is not needed any more, or deletes it when there are enough, durably. Only then may it be written over: else a
     * loss of power could bring back its old name with something new in it. For one thread at a time.
     */
    void give(String name) throws IOException {
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

    /**
     * Makes the spare file that was given last, which is the likeliest to be in memory, into a segment that has the header only,
     * durably but for its name's place in the folder. Others that are not in memory are deleted.
     *
     * @param name what the segment is called from now on
     * @return empty when there is none that is worth taking
     */
    Optional<StoredFile> take(String name, SegmentHeader header) throws IOException {
        for (String spare = names.pollLast(); spare != null; spare = names.pollLast()) {
            StoredFile file = folder.open(spare);
            try {
                if (file.inMemory()) {
                    begin(file, header);
                    folder.rename(spare, name);
                    return Optional.of(file);
                }
            } catch (Throwable e) {
                file.close();
                throw e;
            }
            file.close();
            folder.delete(spare);
        }
        return Optional.empty();
    }

    private static void begin(StoredFile file, SegmentHeader header) throws IOException {
        file.resize(Math.max(SegmentHeader.BYTES, file.size() - SegmentFooter.BYTES));
        header.write(file);
        file.force();
    }

    /**
     * Deletes all spare files.
     *
     * @return whether there were any
     */
    boolean delete() throws IOException {
        boolean any = false;
        for (String spare = names.pollFirst(); spare != null; spare = names.pollFirst()) {
            any = true;
            folder.delete(spare);
        }
        return any;
    }
}
