package secondsite.app.control.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import secondsite.app.control.topology.Topology.Group;
import secondsite.app.control.topology.Topology.Machine;

/**
 * The groups of one site, one below the other in the order given, and in a further column when a column would become too tall;
 * machines within a group in rows of three.
 */
final class GroupGrid {

    static final double CHIP_WIDTH = 128;
    static final double CHIP_HEIGHT = 30;
    private static final double GAP = 6;
    private static final double PADDING = 10;
    private static final double HEADER = 28;
    private static final double BETWEEN = 12;
    private static final int IN_A_ROW = 3;
    static final double GROUP_WIDTH = IN_A_ROW * CHIP_WIDTH + (IN_A_ROW - 1) * GAP + 2 * PADDING;
    private static final double TALL = 0.5;
    private static final int ONE_COLUMN = 6;

    private final List<Group> groups;
    private final double columnHeight;

    GroupGrid(List<Group> groups) {
        this.groups = groups;
        double all = groups.stream().mapToDouble(GroupGrid::height).map(height -> height + BETWEEN).sum();
        long columns = groups.size() <= ONE_COLUMN ? 1 : Math.max(1, Math.round(Math.sqrt(all / GROUP_WIDTH / TALL)));
        double tallest = groups.stream().mapToDouble(GroupGrid::height).max().orElse(0);
        columnHeight = all / columns + tallest / 2;
    }

    private static double height(Group group) {
        int rows = Math.max(1, (group.machines().size() + IN_A_ROW - 1) / IN_A_ROW);
        return HEADER + rows * (CHIP_HEIGHT + GAP) - GAP + PADDING;
    }

    /** How much room all of them take: x and y are 0. */
    Box size() {
        return place(0, 0, new HashMap<>(), new HashMap<>());
    }

    /** Puts groups and machines from a corner on; the box that they take. */
    Box place(double left, double top, Map<String, Box> groupBoxes, Map<String, Box> machineBoxes) {
        double x = left;
        double y = top;
        Box all = new Box(left, top, 0, 0);
        for (Group group : groups) {
            double height = height(group);
            if (y > top && y + height > top + columnHeight) {
                x += GROUP_WIDTH + BETWEEN;
                y = top;
            }
            Box box = new Box(x, y, GROUP_WIDTH, height);
            groupBoxes.put(group.id(), box);
            fill(group, box, machineBoxes);
            all = all.around(box);
            y += height + BETWEEN;
        }
        return all;
    }

    private static void fill(Group group, Box box, Map<String, Box> machineBoxes) {
        int place = 0;
        for (Machine machine : group.machines()) {
            machineBoxes.put(machine.id(), new Box(box.x() + PADDING + place % IN_A_ROW * (CHIP_WIDTH + GAP), box.y()
                    + HEADER + place / IN_A_ROW * (CHIP_HEIGHT + GAP), CHIP_WIDTH, CHIP_HEIGHT));
            place++;
        }
    }
}
