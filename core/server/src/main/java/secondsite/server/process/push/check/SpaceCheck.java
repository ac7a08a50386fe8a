package secondsite.server.process.push.check;

import java.util.Optional;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** There is room for the package, the version before, and what both become when they are installed. */
public final class SpaceCheck implements Check {

    private static final String PROGRAM = "space.program";
    private static final String STATE = "space.state";
    private static final long WRITES = 64L << 20;
    /** What a package is when it is unpacked, beside the version before; measured, and a little more. */
    private static final int UNPACKED = 3;
    private static final int KEPT = 2;

    private record Room(String place, long freeBytes) {}

    @Override
    public Name name() {
        return Name.SPACE;
    }

    @Override
    public PreflightCheck look(Found found) {
        if (found.order().agentPackage() == null) {
            return PreflightCheck.passed(name(), "nothing is brought there");
        }
        if (found.text("readonly").isPresent()) {
            return PreflightCheck.failed(name(), ErrorCode.MACHINE_SPACE_LOW,
                    found.text("readonly").get() + " cannot be written");
        }
        Optional<Room> program = room(found, PROGRAM);
        Optional<Room> state = room(found, STATE);
        if (program.isEmpty() || state.isEmpty()) {
            return PreflightCheck.warning(name(), ErrorCode.MACHINE_SPACE_LOW, "the machine did not tell what is free");
        }
        long bytes = found.order().agentPackage().bytes();
        boolean same = program.get().place().equals(state.get().place());
        long below = KEPT * bytes + WRITES + (same ? UNPACKED * bytes : 0);
        return state.get().freeBytes() < below
                ? low(state.get(), below)
                : program.get().freeBytes() < UNPACKED * bytes
                        ? low(program.get(), UNPACKED * bytes)
                        : PreflightCheck.passed(name(), said(state.get()) + (same ? "" : ", " + said(program.get())));
    }

    private PreflightCheck low(Room room, long needed) {
        return PreflightCheck.failed(name(), ErrorCode.MACHINE_SPACE_LOW,
                said(room) + ", " + (needed >> 20) + " MiB are needed");
    }

    private static String said(Room room) {
        return room.place() + ": " + (room.freeBytes() >> 20) + " MiB are free";
    }

    /** As the machine tells it: KiB, then the place. */
    private static Optional<Room> room(Found found, String key) {
        return found.text(key).map(text -> text.split(" ", 2)).filter(parts -> parts.length == 2)
                .flatMap(parts -> found.number(parts[0]).stream().boxed().findFirst()
                        .map(kibibytes -> new Room(parts[1], kibibytes << 10)));
    }
}
