package secondsite.server.configuration.point;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoint.DiskPoint;
import secondsite.api.point.MachinePoint.LackReason;
import secondsite.api.point.MachinePoint.LackingDisk;
import secondsite.api.point.PointList;

/**
 * Tells points of a machine: what disks have of them, what lacks, and what it is worth.
 *
 * @param disks     of the machine
 * @param unreached those that could not be asked
 * @param group     what the disks of other members of its replication group have of its group points
 * @param pins      labels by sequence
 */
record MarkTelling(List<KeptDisk> disks, Set<KeptDisk> unreached, Map<KeptDisk, Proof> proofs,
        Map<KeptDisk, Answer<Set<UUID>>> group, Map<KeptDisk, Map<Long, String>> pins) {

    MachinePoint tell(PlacedMark mark) {
        PointList.Point any = mark.any();
        List<DiskPoint> points = new ArrayList<>();
        for (KeptDisk disk : disks) {
            PointList.Point point = mark.disks().get(disk);
            if (point != null) {
                points.add(new DiskPoint(disk.disk(), point.sequence(), point.time(), point.sizeSince(),
                        proofs.get(disk).covers(point.sequence(), point.time()), point.pinned(), point.deletion()));
            }
        }
        List<LackingDisk> lacking = lacking(mark);
        String pinLabel = mark.disks().entrySet().stream().map(each -> pins.getOrDefault(each.getKey(), Map.of())
                .get(each.getValue().sequence())).filter(Objects::nonNull).findFirst().orElse(null);
        return new MachinePoint(mark.marked() ? mark.id() : null, mark.place().time(), any.kind(), any.label(),
                points.stream().mapToLong(DiskPoint::sizeSince).sum(), lacking.isEmpty(),
                points.size() == disks.size() && points.stream().allMatch(DiskPoint::verified),
                points.stream().allMatch(DiskPoint::pinned), pinLabel, points, lacking);
    }

    private List<LackingDisk> lacking(PlacedMark mark) {
        List<LackingDisk> lacking = new ArrayList<>();
        for (KeptDisk disk : disks) {
            if (!mark.disks().containsKey(disk)) {
                lacking.add(new LackingDisk(disk.disk(), disk.machine(),
                        unreached.contains(disk) ? LackReason.UNREACHED : LackReason.ABSENT));
            }
        }
        if (mark.any().kind().equals(PointView.GROUP)) {
            group.forEach((disk, answer) -> {
                if (answer.value().filter(marks -> marks.contains(mark.id())).isEmpty()) {
                    lacking.add(new LackingDisk(disk.disk(), disk.machine(),
                            answer.value().isEmpty() ? LackReason.UNREACHED : LackReason.ABSENT));
                }
            });
        }
        return lacking;
    }
}
