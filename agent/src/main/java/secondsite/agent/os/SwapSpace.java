package secondsite.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import secondsite.engine.disk.Extent;

/** The parts of a device that the system uses as swap space now: what lies there is of no use to anybody but the system that runs. */
final class SwapSpace {

    /** What says that it is swap space, how large, and its UUID, stays: the copy's system looks for that. */
    private static final long HEADER_BYTES = 64 << 10;
    private static final long BLOCK_BYTES = 4 << 10;

    private final Path table;

    /** @param table {@code /proc/swaps} */
    SwapSpace(Path table) {
        this.table = table;
    }

    /** Partitions of the device, and itself; not what is made of several devices. In bytes of the device, ascending. */
    List<Extent> on(BlockDevice device) throws IOException {
        List<Extent> found = new ArrayList<>();
        List<String> lines = Files.readAllLines(table);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] words = line.split("\\s+");
            if (words.length > 1 && words[1].equals("partition")) {
                take(new BlockDevice(Path.of(words[0])), device, found);
            }
        }
        found.sort(Comparator.comparingLong(Extent::offset));
        return List.copyOf(found);
    }

    private static void take(BlockDevice swap, BlockDevice device, List<Extent> into) throws IOException {
        if (!swap.whole().equals(device.whole())) {
            return;
        }
        long begin = (swap.firstSector() - device.firstSector()) * BlockDevice.SECTOR_BYTES;
        long from = up(begin + HEADER_BYTES);
        long to = (begin + swap.size()) / BLOCK_BYTES * BLOCK_BYTES;
        if (begin >= 0 && to <= device.size() && from < to) {
            into.add(new Extent(from, to - from, Extent.Kind.DATA));
        }
    }

    private static long up(long offset) {
        return (offset + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }
}
