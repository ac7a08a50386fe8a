package secondsite.agent.inventory.boot;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine starts when nobody chooses.
 *
 * @param source      that says so; null when it is only the kernel that runs
 * @param kernel      a file
 * @param initramfs   a file; empty when the kernel starts without one
 * @param commandLine of the kernel
 */
record BootEntry(Path source, Path kernel, Optional<Path> initramfs, String commandLine) {

    private static final Pattern VERSION = Pattern.compile("^(?:vmlinuz|vmlinux|kernel|bzImage|Image)-(.+)$");
    private static final Pattern ROOT = Pattern.compile("(?:^|\\s)root=(\\S+)");

    /** Of the kernel, as its folder of modules is called; empty when its name does not tell. */
    Optional<String> version() {
        Matcher found = VERSION.matcher(kernel.getFileName().toString());
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Where its root file system is, in the words of the command line. */
    Optional<String> root() {
        Matcher found = ROOT.matcher(commandLine);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    boolean says(String word) {
        return (" " + commandLine + " ").contains(" " + word + " ");
    }
}
