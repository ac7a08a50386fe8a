package secondsite.server.process.push.check;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** The agent can run on the machine: Linux, glibc 2.17 or newer, a processor for which there is a Java run-time, packages. */
public final class SystemCheck implements Check {

    private static final Pattern LIBC = Pattern.compile("glibc (\\d{1,4})\\.(\\d{1,4}).*");
    private static final Set<String> PROCESSORS = Set.of("x86_64", "aarch64");
    private static final int MAJOR = 2;
    private static final int MINOR = 17;

    @Override
    public Name name() {
        return Name.SYSTEM;
    }

    @Override
    public PreflightCheck look(Found found) {
        String lacks = lacks(found);
        return lacks.isEmpty()
                ? PreflightCheck.passed(name(), found.system())
                : PreflightCheck.failed(name(), ErrorCode.SYSTEM_UNSUPPORTED, found.system() + ": " + lacks);
    }

    private static String lacks(Found found) {
        if (found.text("kernel").filter("Linux"::equals).isEmpty()) {
            return "no Linux";
        }
        if (found.text("architecture").filter(PROCESSORS::contains).isEmpty()) {
            return "no x86_64 or aarch64";
        }
        if (!found.text("libc").map(LIBC::matcher).filter(Matcher::matches).filter(SystemCheck::newEnough)
                .isPresent()) {
            return found.text("libc").orElse("a C library that is no glibc") + ", where glibc 2.17 is needed";
        }
        return found.kind().isEmpty() ? "packages are managed by neither dpkg nor rpm" : "";
    }

    private static boolean newEnough(Matcher libc) {
        int major = Integer.parseInt(libc.group(1));
        return major > MAJOR || major == MAJOR && Integer.parseInt(libc.group(2)) >= MINOR;
    }
}
