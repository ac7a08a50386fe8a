package secondsite.agent.inventory.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.agent.os.Programs;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;

/**
 * Looks for the drivers of a copy's disks and cards: those of its disks in the kernel itself or in what it starts with (the initramfs), that of its
 * cards anywhere.
 */
final class Drivers {

    private static final List<String> OF_DISKS = List.of("virtio_pci", "virtio_blk");
    private static final String OF_CARDS = "virtio_net";
    private static final Pattern MODULE = Pattern.compile("(?:^|/)([\\w-]+)\\.ko(?:\\.\\w+)?\\s*$");
    /** Each knows the files of its own distributions. */
    private static final List<String> LISTERS = List.of("lsinitramfs", "lsinitrd");

    private final Path root;
    private final Programs programs;
    /** To list one takes a second, and it seldom changes. By file, size and time. */
    private final Map<String, Set<String>> listed = new ConcurrentHashMap<>();

    Drivers(Path root, Programs programs) {
        this.root = root;
        this.programs = programs;
    }

    BootCheck check(BootEntry entry) throws IOException, InterruptedException {
        Optional<String> version = entry.version();
        if (version.isEmpty()) {
            return unseen("the name of the kernel " + shown(entry.kernel()) + " does not tell its version");
        }
        Path modules = root.resolve("lib/modules").resolve(version.get());
        Set<String> kernel = modules(Texts.orEmpty(modules.resolve("modules.builtin")));
        Set<String> early = new HashSet<>(kernel);
        if (entry.initramfs().isPresent()) {
            Optional<Set<String>> inside = listed(entry.initramfs().get());
            if (inside.isEmpty()) {
                return unseen("nothing here tells what " + shown(entry.initramfs().get()) + " holds");
            }
            early.addAll(inside.get());
        }
        Set<String> later = new HashSet<>(early);
        later.addAll(modules(Texts.orEmpty(modules.resolve("modules.dep")).replaceAll("(?m):.*$", "")));
        return judged(entry, version.get(), early, later);
    }

    private BootCheck judged(BootEntry entry, String version, Set<String> early, Set<String> later) {
        var missing = new ArrayList<>(OF_DISKS.stream().filter(each -> !early.contains(each)).toList());
        String where = entry.initramfs().map(this::shown).orElse("the kernel itself");
        if (!missing.isEmpty()) {
            return new BootCheck(BootCheck.About.DRIVERS, ErrorCode.BOOT_DRIVERS_MISSING, "kernel " + version
                    + " would not see the copy's disks: " + where + " lacks " + String.join(", ", missing));
        }
        if (!later.contains(OF_CARDS)) {
            return new BootCheck(BootCheck.About.DRIVERS, ErrorCode.BOOT_DRIVERS_MISSING, "kernel " + version
                    + " has no driver of the copy's network cards: " + OF_CARDS);
        }
        return BootCheck.good(BootCheck.About.DRIVERS, "kernel " + version + " has " + String.join(", ", OF_DISKS)
                + " in itself or in " + where + ", and " + OF_CARDS);
    }

    private static BootCheck unseen(String why) {
        return new BootCheck(BootCheck.About.DRIVERS, ErrorCode.BOOT_UNSEEN, why);
    }

    private String shown(Path file) {
        return "/" + root.relativize(file);
    }

    private Optional<Set<String>> listed(Path initramfs) throws IOException, InterruptedException {
        String key = initramfs + " " + Files.size(initramfs) + " " + Files.getLastModifiedTime(initramfs);
        Set<String> known = listed.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        for (String lister : LISTERS) {
            Optional<Set<String>> said = programs.ask(List.of(lister, initramfs.toString())).map(Drivers::modules)
                    .filter(some -> !some.isEmpty());
            if (said.isPresent()) {
                listed.clear();
                listed.put(key, said.get());
                return said;
            }
        }
        return Optional.empty();
    }

    /** As the kernel calls them. @param text names of files, one at the end of each line */
    private static Set<String> modules(String text) {
        Set<String> found = new HashSet<>();
        text.lines().forEach(line -> {
            Matcher module = MODULE.matcher(line);
            if (module.find()) {
                found.add(module.group(1).replace('-', '_'));
            }
        });
        return found;
    }
}
