package secondsite.drill.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes of QEMU that hosts of machines started, and that outlive these.
 *
 * @param folder in which the hosts have their files
 */
public record HostedMachines(Path folder) {

    public long count() {
        return processes().size();
    }

    /** As a loss of power. */
    public void end() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(each -> commandLine(each.pid()).contains("-uuid"))
                    .filter(each -> workingFolder(each.pid()).startsWith(folder)).toList();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException _) {
            return "";
        }
    }

    private static Path workingFolder(long pid) {
        try {
            return Path.of("/proc/" + pid + "/cwd").toRealPath();
        } catch (IOException _) {
            return Path.of("/");
        }
    }
}
