package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;

/**
 * Where on a disk anything is ever written: a few islands far from each other, so that a small model stands for a large disk. Bytes of the
 * model are those of the islands, one behind the other.
 */
record Places(int islands, int islandBytes) {

    /** A region of the map of activity. */
    private static final long APART = 16L << 20;

    long diskSize() {
        return (islands - 1) * APART + islandBytes;
    }

    int modelSize() {
        return islands * islandBytes;
    }

    long onDisk(int inModel) {
        return inModel / islandBytes * APART + inModel % islandBytes;
    }

    /** How far from here it is to the end of the island. */
    int left(int inModel) {
        return islandBytes - inModel % islandBytes;
    }

    byte[] read(Disk disk) throws IOException {
        byte[] all = new byte[modelSize()];
        for (int island = 0; island < islands; island++) {
            disk.read(ByteBuffer.wrap(all, island * islandBytes, islandBytes), island * APART);
        }
        return all;
    }
}
