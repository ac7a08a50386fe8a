package secondsite.engine.file;

import java.util.HashSet;
import java.util.Set;

/** What all folders and files of one machine share: its space, its locks, and the run of the process that has them open. */
final class SimulatedDevice {

    private final Set<String> locks = new HashSet<>();
    private long capacity = 1L << 40;
    private long usedPages;
    private int run;

    int run() {
        return run;
    }

    void endRun() {
        run++;
        locks.clear();
    }

    boolean lock(String place) {
        return locks.add(place);
    }

    void unlock(String place, int inRun) {
        if (inRun == run) {
            locks.remove(place);
        }
    }

    void capacity(long bytes) {
        capacity = bytes;
    }

    long freeBytes() {
        return Math.max(0, capacity - usedPages * SparseBytes.PAGE);
    }

    boolean hasRoomForAPage() {
        return freeBytes() >= SparseBytes.PAGE;
    }

    void use(long pages) {
        usedPages += pages;
    }

    void usedPages(long pages) {
        usedPages = pages;
    }
}
