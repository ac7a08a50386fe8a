package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.drill.oracle.Broken;
import secondsite.drill.world.Run;
import secondsite.drill.world.Trace;
import secondsite.drill.world.World;

/** A program in the guest that writes a number to one disk, flushes it, and only then writes it to the next one. */
final class GroupOfDisks {

    private static final int LAST = 3;

    private final List<GuestDisk> disks;
    private final World world;
    private final List<UUID> marks = new ArrayList<>();
    private long count;

    GroupOfDisks(List<GuestDisk> disks, World world) {
        this.disks = disks;
        this.world = world;
    }

    /** The next number; a flush that fails ends it before the next disk. */
    void act(Run run) throws InterruptedException {
        long number = ++count;
        for (GuestDisk disk : disks) {
            if (disk.capture().served().readOnly()) {
                return;
            }
            disk.observe();
            disk.write(0, ByteBuffer.allocate(GuestDisk.SECTOR).putLong(number).array());
            if (!disk.flush()) {
                return;
            }
            run.sleep(world.random().nextLong(20_000_000L));
        }
    }

    /** The last marks, and some of those before. */
    private List<UUID> some() {
        int last = Math.max(0, marks.size() - LAST);
        return marks.stream().filter(id -> marks.indexOf(id) >= last || world.random().nextInt(4) == 0).toList();
    }

    void marked(UUID id) {
        marks.add(id);
    }

    /** At each mark that all targets have, the numbers tell of one moment. */
    void audit(List<Audit> audits, Trace trace) throws IOException {
        var found = new ArrayList<Map<UUID, Long>>();
        for (Audit audit : audits) {
            found.add(audit.marks());
        }
        for (UUID id : some()) {
            if (found.stream().allMatch(marksOfDisk -> marksOfDisk.containsKey(id))) {
                var numbers = new ArrayList<Long>();
                for (int i = 0; i < audits.size(); i++) {
                    numbers.add(ByteBuffer.wrap(audits.get(i).point(found.get(i).get(id))).getLong());
                }
                trace.add("audit", "mark {}: {}", id.toString(), numbers.toString());
                check(id, numbers);
            }
        }
    }

    private static void check(UUID id, List<Long> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            long before = numbers.get(i - 1);
            long after = numbers.get(i);
            if (after > before || before > numbers.getLast() + 1) {
                throw new Broken("mark " + id + " is no one moment: " + numbers);
            }
        }
    }
}
