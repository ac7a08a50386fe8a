package secondsite.agent.os;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system says of itself and its machine. */
public final class MachineFacts {

    private static final Pattern PRETTY_NAME = Pattern.compile("(?m)^PRETTY_NAME=[\"']?(.*?)[\"']?\\s*$");
    private static final Pattern ID = Pattern.compile("(?m)^ID=[\"']?([^\"'\\s]+)[\"']?\\s*$");
    private static final Pattern VERSION = Pattern.compile("(?m)^VERSION_ID=[\"']?([^\"'\\s]+)[\"']?\\s*$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d{1,15}) kB");
    private static final int LONGEST = 200;

    private final Path root;

    /** @param root where etc and proc are: {@code /} */
    public MachineFacts(Path root) {
        this.root = root;
    }

    /** As the machine calls itself; "unknown" where nothing tells. */
    public String hostName() {
        return text("proc/sys/kernel/hostname").or(() -> text("etc/hostname"))
                .or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME"))).map(String::strip)
                .filter(name -> !name.isEmpty()).map(MachineFacts::shortened).orElse("unknown");
    }

    /** For people. */
    public String operatingSystem() {
        String kernel = System.getProperty("os.name") + " " + System.getProperty("os.version");
        return shortened(
                text("etc/os-release").flatMap(text -> found(PRETTY_NAME, text)).filter(name -> !name.isBlank())
                        .orElse(kernel));
    }

    /** Of the machine, in bytes; what this program may have at most where nothing tells. */
    public long memoryBytes() {
        return text("proc/meminfo").flatMap(text -> found(MEMORY, text))
                .map(kilobytes -> Long.parseLong(kilobytes) << 10)
                .orElseGet(() -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
    }

    /** Of the operating system, like {@code debian}; null where nothing tells. */
    public String distribution() {
        return text("etc/os-release").flatMap(text -> found(ID, text)).map(MachineFacts::shortened).orElse(null);
    }

    /** Of that; null where nothing tells. */
    public String version() {
        return text("etc/os-release").flatMap(text -> found(VERSION, text)).map(MachineFacts::shortened).orElse(null);
    }

    /** That runs. */
    public String kernel() {
        return shortened(text("proc/sys/kernel/osrelease").map(String::strip).filter(text -> !text.isEmpty())
                .orElseGet(() -> System.getProperty("os.version")));
    }

    /** Whether UEFI started it, and not a BIOS. */
    public boolean isUefi() {
        return Files.isDirectory(root.resolve("sys/firmware/efi"));
    }

    private Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
