package secondsite.agent.management;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.agent.freeze.Marks;
import secondsite.engine.segment.Record;

/** Places one mark on disks at the same moment, and sees to it that it is durable and on its way. */
public final class Points {

    private final Marks marks;

    public Points(Marks marks) {
        this.marks = marks;
    }

    /**
     * Places the mark; it counts on return.
     *
     * @return its sequence on each disk
     * @throws IOException why there is no such point
     */
    public Map<UUID, Long> place(List<? extends ManagedDisk> disks, Record.Mark mark)
            throws IOException, InterruptedException {
        Map<UUID, Long> sequences = marks.place(disks.stream().map(ManagedDisk::capture).toList(), mark);
        for (ManagedDisk disk : disks) {
            disk.capture().force();
            disk.wake();
        }
        return sequences;
    }
}
