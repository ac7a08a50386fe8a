package secondsite.server.process.push.check;

import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** The machine's file systems are found by what stays the same on other hardware. */
public final class DisksCheck implements Check {

    @Override
    public Name name() {
        return Name.DISKS;
    }

    @Override
    public PreflightCheck look(Found found) {
        String disks = found.text("disks").map(names -> names.replace(" ", ", ")).orElse("none that could be told");
        return found.lines("fstab").isEmpty()
                ? PreflightCheck.passed(name(), disks)
                : PreflightCheck.warning(name(), ErrorCode.DISKS_BY_NAME, String.join(", ", found.lines("fstab")));
    }
}
