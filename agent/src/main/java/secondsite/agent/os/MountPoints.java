package secondsite.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where file systems are mounted, the oldest first. */
final class MountPoints {

    private static final Path LINUX = Path.of("/proc/self/mountinfo");
    private static final int DEVICE = 2;
    private static final int MOUNT_POINT = 4;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private final List<Mount> mounts;
    private final List<String> all;

    /** @param device as major:minor, @param readOnly whether nothing is written to its file system */
    private record Mount(String point, String device, boolean readOnly) {}

    private MountPoints(List<Mount> mounts) {
        this.mounts = mounts;
        this.all = mounts.stream().map(Mount::point).toList();
    }

    static MountPoints current() throws IOException {
        return parse(Files.readAllLines(LINUX));
    }

    /** @param lines as the kernel has them: the fifth word is the mount point, with blanks and the like in octal */
    static MountPoints parse(List<String> lines) {
        return new MountPoints(lines.stream().map(line -> line.split(" ")).filter(words -> words.length > MOUNT_POINT)
                .map(words -> new Mount(plain(words[MOUNT_POINT]), words[DEVICE],
                        words[words.length - 1].split(",")[0].equals("ro")))
                .toList());
    }

    /** One mount point of each file system that lies on one of these devices (as major:minor) and can be written, the newest first. */
    List<String> on(Set<String> devices) {
        var points = new LinkedHashMap<String, String>();
        for (Mount each : mounts.reversed()) {
            if (devices.contains(each.device()) && !each.readOnly()) {
                points.putIfAbsent(each.device(), each.point());
            }
        }
        return List.copyOf(points.values());
    }

    private static String plain(String word) {
        return OCTAL.matcher(word).replaceAll(
                match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }

    /**
     * The same mount points, the newest first: what is mounted from a file on another file system comes before that one.
     *
     * @throws IOException when nothing is mounted at one of them: to freeze it would freeze another file system
     */
    List<String> newestFirst(List<String> wanted) throws IOException {
        for (String each : wanted) {
            if (!all.contains(each)) {
                throw new FileSystems.FreezeException("no file system is mounted at " + each);
            }
        }
        var ordered = new ArrayList<>(wanted.stream().distinct().toList());
        ordered.sort((one, other) -> Integer.compare(all.lastIndexOf(other), all.lastIndexOf(one)));
        return ordered;
    }
}
