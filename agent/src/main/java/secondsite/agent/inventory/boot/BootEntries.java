package secondsite.agent.inventory.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what a machine starts: the first entry of GRUB, or the newest of the boot loader specification, or else the kernel that runs. */
final class BootEntries {

    private static final List<String> GRUB = List.of("boot/grub/grub.cfg", "boot/grub2/grub.cfg");
    private static final String ENTRIES = "boot/loader/entries";
    private static final Pattern KERNEL = Pattern.compile("(?m)^\\s*linux(?:16|efi)?\\s+(\\S+)[ \\t]*(.*)$");
    private static final Pattern INITRAMFS = Pattern.compile("(?m)^\\s*initrd(?:16|efi)?\\s+(.+)$");
    private static final Pattern OPTIONS = Pattern.compile("(?m)^\\s*options\\s+(.+)$");

    private final Path root;

    /** @param root of the machine's file systems */
    BootEntries(Path root) {
        this.root = root;
    }

    /** @param running release of the kernel that runs; it is taken where no file tells */
    Optional<BootEntry> first(String running) throws IOException {
        for (String each : GRUB) {
            Path file = root.resolve(each);
            if (Files.isReadable(file)) {
                Optional<BootEntry> found = of(file, Texts.read(file));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return newest().or(() -> running(running));
    }

    /** The first kernel that is named, and the first of what follows it. */
    private Optional<BootEntry> of(Path source, String text) {
        Matcher kernel = KERNEL.matcher(text);
        if (!kernel.find()) {
            return Optional.empty();
        }
        Matcher initramfs = INITRAMFS.matcher(text);
        Matcher options = OPTIONS.matcher(text);
        String words = options.find() ? options.group(1) : kernel.group(2);
        return file(kernel.group(1)).map(path -> new BootEntry(source, path,
                initramfs.find(source.toString().endsWith(".cfg") ? kernel.end() : 0)
                        ? last(initramfs.group(1))
                        : Optional.empty(),
                words.strip()));
    }

    /** Of several the last is the whole one: microcode comes before it. */
    private Optional<Path> last(String names) {
        return file(List.of(names.strip().split("\\s+")).getLast());
    }

    private Optional<BootEntry> newest() throws IOException {
        Path folder = root.resolve(ENTRIES);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(each -> each.toString().endsWith(".conf") && !each.toString().contains("rescue"))
                    .forEach(entries::add);
        }
        entries.sort(Comparator.comparing((Path each) -> each.getFileName().toString(), BootEntries::byVersion)
                .reversed());
        for (Path each : entries) {
            Optional<BootEntry> found = of(each, Texts.read(each));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** 6.10 is newer than 6.9. */
    private static int byVersion(String one, String other) {
        String[] ones = one.split("\\D+");
        String[] others = other.split("\\D+");
        for (int i = 0; i < Math.min(ones.length, others.length); i++) {
            int order = Integer.compare(ones[i].length(), others[i].length());
            order = order != 0 ? order : ones[i].compareTo(others[i]);
            if (order != 0) {
                return order;
            }
        }
        return one.compareTo(other);
    }

    private Optional<BootEntry> running(String release) {
        Path kernel = root.resolve("boot/vmlinuz-" + release);
        Path initramfs = Stream.of("boot/initrd.img-" + release, "boot/initramfs-" + release + ".img")
                .map(root::resolve).filter(Files::exists).findFirst().orElse(null);
        return Files.exists(kernel)
                ? Optional.of(new BootEntry(null, kernel, Optional.ofNullable(initramfs),
                        Texts.orEmpty(root.resolve("proc/cmdline"))))
                : Optional.empty();
    }

    /** Names count from the file system that the boot loader reads, which may be that of {@code /boot}. */
    private Optional<Path> file(String name) {
        String plain = name.replaceFirst("^\\([^)]*\\)", "").replaceFirst("^(\\$\\w+|\\$\\{\\w+\\})", "")
                .replaceFirst("^/@[^/]*", "").replaceFirst("^/+", "");
        return Stream.of(plain, "boot/" + plain, "boot/efi/" + plain).map(root::resolve).filter(Files::isRegularFile)
                .findFirst();
    }
}
