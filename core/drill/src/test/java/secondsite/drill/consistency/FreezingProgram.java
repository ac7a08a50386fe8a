package secondsite.drill.consistency;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.Frozen;

/** A program that freezes a file system, says so, and would thaw it after a minute's work; to be killed before. */
final class FreezingProgram {

    private FreezingProgram() {}

    /** @param arguments mount point, and how long it may be frozen, in milliseconds */
    public static void main(String[] arguments) throws Exception {
        Duration limit = Duration.ofMillis(Long.parseLong(arguments[1]));
        try (Frozen frozen = new FileSystems(List.of()).freeze(List.of(arguments[0]), limit)) {
            frozen.check();
            System.out.println("frozen");
            Thread.sleep(Duration.ofMinutes(1));
        }
    }

    /** How it is started in a process of its own. */
    static List<String> command(Path mountPoint, Duration limit) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), FreezingProgram.class.getName(), mountPoint.toString(),
                Long.toString(limit.toMillis()));
    }
}
