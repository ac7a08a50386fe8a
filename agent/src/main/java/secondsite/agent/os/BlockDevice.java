package secondsite.agent.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the kernel says of a block device, at the moment when it is asked. */
final class BlockDevice {

    private static final Path BY_NUMBER = Path.of("/sys/dev/block");
    private static final int SECTOR_SHIFT = 9;
    /** In which the kernel counts. */
    static final int SECTOR_BYTES = 1 << SECTOR_SHIFT;
    private static final int MINOR_BITS = 20;
    /** Places in the kernel's counters of a device. */
    private static final int WRITES = 4;
    private static final int WRITTEN_SECTORS = 6;
    private static final int DISCARDS = 11;
    private static final int DISCARDED_SECTORS = 13;

    private final Path path;

    /** @param path of its node, like {@code /dev/sda} or a link to it */
    BlockDevice(Path path) {
        this.path = path;
    }

    /** A number as the kernel writes it. */
    record Numbers(int major, int minor) {

        static Numbers parse(String text) {
            int colon = text.indexOf(':');
            return new Numbers(Integer.parseInt(text.substring(0, colon)),
                    Integer.parseInt(text.substring(colon + 1)));
        }

        /** @param attribute of the file, in the form of the C library */
        static Numbers of(Path file, String attribute) throws IOException {
            long raw = ((Number) Files.getAttribute(file, attribute)).longValue();
            return new Numbers((int) (raw >> 8 & 0xfff | raw >> 32 & ~0xfff), (int) (raw & 0xff | raw >> 12 & ~0xff));
        }

        /** As it stands in events. */
        int inEvents() {
            return major << MINOR_BITS | minor;
        }

        @Override
        public String toString() {
            return major + ":" + minor;
        }
    }

    /** @throws IOException when there is no such device */
    Numbers number() throws IOException {
        Numbers number = Numbers.of(path, "unix:rdev");
        if (!Files.isDirectory(folder(number))) {
            throw new IOException(path + " is no block device");
        }
        return number;
    }

    private static Path folder(Numbers number) {
        return BY_NUMBER.resolve(number.toString());
    }

    /** In bytes. */
    long size() throws IOException {
        return number(folder(number()).resolve("size")).orElse(0) << SECTOR_SHIFT;
    }

    /** The device whose requests are told: the disk of a partition, or itself. */
    Numbers whole() throws IOException {
        Numbers mine = number();
        return isPartition(mine)
                ? Numbers.parse(text(folder(mine).toRealPath().getParent().resolve("dev")).orElseThrow(
                        () -> new IOException(path + " is a partition of nothing")))
                : mine;
    }

    private static boolean isPartition(Numbers number) {
        return Files.exists(folder(number).resolve("partition"));
    }

    /** Where it begins on {@link #whole}, in sectors of 512 bytes. */
    long firstSector() throws IOException {
        return number(folder(number()).resolve("start")).orElse(0);
    }

    /**
     * Counts of what was written to it, which change with every write that has ended.
     *
     * @return empty when the kernel does not count, or something is being written
     */
    Optional<String> activity() throws IOException {
        Path own = folder(number());
        boolean counts = text(folder(whole()).resolve("queue/iostats")).filter("1"::equals).isPresent();
        String[] waiting = text(own.resolve("inflight")).orElse("").split("\\s+");
        String[] counters = text(own.resolve("stat")).orElse("").split("\\s+");
        if (!counts || waiting.length != 2 || !waiting[1].equals("0") || counters.length <= DISCARDED_SECTORS) {
            return Optional.empty();
        }
        return Optional.of(IntStream.of(WRITES, WRITTEN_SECTORS, DISCARDS, DISCARDED_SECTORS)
                .mapToObj(i -> counters[i]).collect(Collectors.joining(" ", incarnation() + " ", "")));
    }

    /** Whether it has no queue of requests of its own: it hands on what it is given, like LVM or a RAID. */
    boolean isStacked() throws IOException {
        return !Files.isDirectory(folder(whole()).resolve("mq"));
    }

    /** Changes whenever the device is taken away and comes back. */
    UUID incarnation() throws IOException {
        Numbers whole = whole();
        long sequence = number(folder(whole).resolve("diskseq")).orElse(0);
        return new UUID(sequence, (long) whole.inEvents() << 32 | firstSector() & 0xffffffffL);
    }

    /** It, its partitions, and all that is made of them, loop devices over files on them too. */
    Set<Numbers> family() throws IOException {
        Set<Numbers> family = new LinkedHashSet<>();
        var left = new ArrayDeque<Numbers>();
        left.add(number());
        while (!left.isEmpty()) {
            Numbers next = left.poll();
            if (family.add(next)) {
                children(folder(next), left);
                children(folder(next).resolve("holders"), left);
                loops(next, left);
            }
        }
        return family;
    }

    private static void children(Path folder, ArrayDeque<Numbers> into) throws IOException {
        for (Path child : list(folder)) {
            if (Files.exists(child.resolve("partition")) || folder.endsWith("holders")) {
                text(child.resolve("dev")).map(Numbers::parse).ifPresent(into::add);
            }
        }
    }

    private static void loops(Numbers below, ArrayDeque<Numbers> into) throws IOException {
        for (Path each : list(Path.of("/sys/block"))) {
            Optional<String> file = text(each.resolve("loop/backing_file"));
            if (file.isPresent() && isOn(Path.of(file.get()), below)) {
                text(each.resolve("dev")).map(Numbers::parse).ifPresent(into::add);
            }
        }
    }

    private static boolean isOn(Path file, Numbers device) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        return Numbers.of(file, "unix:dev").equals(device);
    }

    private static Iterable<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        var found = new LinkedHashSet<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(Path file) {
        return text(file).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong).map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
