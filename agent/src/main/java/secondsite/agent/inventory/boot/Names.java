package secondsite.agent.inventory.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;

/** By which names a machine looks for its own disks: those that the kernel gives are others in a copy. */
final class Names {

    private static final Pattern OF_THE_KERNEL = Pattern
            .compile("/dev/(?:(?:sd|hd|vd|xvd)[a-z]+\\d*|nvme\\d+n\\d+(?:p\\d+)?|(?:mmcblk|loop)\\d+(?:p\\d+)?"
                    + "|dasd[a-z]+\\d*|cciss/\\S+|disk/by-(?:id|path)/\\S+)");
    private static final int DEVICE = 0;
    private static final int PLACE = 1;
    private static final int OPTIONS = 3;
    private static final int MOST_SHOWN = 5;

    private final Path root;

    Names(Path root) {
        this.root = root;
    }

    static BootCheck root(BootEntry entry) {
        return entry.root().map(name -> OF_THE_KERNEL.matcher(name).matches()
                ? new BootCheck(BootCheck.About.ROOT, ErrorCode.BOOT_ROOT_BY_NAME, "the kernel looks for root=" + name)
                : BootCheck.good(BootCheck.About.ROOT, "the kernel looks for root=" + name))
                .orElseGet(() -> BootCheck.good(BootCheck.About.ROOT,
                        "the command line leaves it to the initramfs where the root file system is"));
    }

    /** What is not mounted by itself, or may be missing, stops nobody. */
    BootCheck fileSystems() {
        List<String[]> lines = Texts.orEmpty(root.resolve("etc/fstab")).lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#")).map(line -> line.split("\\s+"))
                .filter(words -> words.length > PLACE).toList();
        List<String[]> wrong = lines.stream().filter(words -> OF_THE_KERNEL.matcher(words[DEVICE]).matches())
                .filter(words -> words.length <= OPTIONS || !isOptional(words[OPTIONS])).toList();
        if (wrong.isEmpty()) {
            return BootCheck.good(BootCheck.About.FILE_SYSTEMS,
                    lines.size() + " lines of /etc/fstab name none by what the kernel calls it here");
        }
        return new BootCheck(BootCheck.About.FILE_SYSTEMS, ErrorCode.FSTAB_BY_NAME, wrong.stream().limit(MOST_SHOWN)
                .map(words -> words[DEVICE] + " (" + words[PLACE] + ")")
                .collect(Collectors.joining(", ", "/etc/fstab has ", "")));
    }

    private static boolean isOptional(String options) {
        List<String> all = List.of(options.split(","));
        return all.contains("noauto") || all.contains("nofail");
    }
}
