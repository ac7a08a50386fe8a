package secondsite.agent.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.agent.tracking.EventFormat;
import secondsite.agent.tracking.RingPage;
import secondsite.agent.tracking.WriteEvents;
import secondsite.engine.file.PolledFile;

/**
 * An instance of the kernel's tracing for one disk alone: its ring of events is nobody else's, and stays when this process ends. One ring for
 * each processor; of each the kernel counts what was read and what was lost, which is how a later process knows whether it missed something.
 */
final class TraceInstance implements WriteEvents {

    static final List<Path> ROOTS = List.of(Path.of("/sys/kernel/tracing"), Path.of("/sys/kernel/debug/tracing"));

    private static final String REQUESTS = "block_rq_complete";
    private static final String STACKED = "block_bio_complete";
    /** For all processors together; room for a second of 100,000 writes a second, several times. */
    private static final long RING_KIBIBYTES = 64 << 10;
    private static final long LARGEST_KIBIBYTES = 8 << 10;
    private static final long SMALLEST_KIBIBYTES = 512;
    private static final int LARGEST_PAGE = 64 << 10;
    private static final Pattern COUNTER = Pattern.compile("(?m)^([a-z ]+): (\\d+)$");

    private final BlockDevice device;
    private final String name;
    private final long size;
    private final List<Processor> processors = new ArrayList<>();
    private final ByteBuffer page = ByteBuffer.allocateDirect(LARGEST_PAGE);
    private Path folder;
    private RingPage pages;
    private String event;

    /** What the kernel counts of a ring. @param lost events that nobody will read */
    private record Counters(long lost, long read) {}

    /** The ring of one processor. */
    private static final class Processor {

        private final Path stats;
        private final PolledFile ring;
        private long told;

        Processor(Path folder) throws IOException {
            this.stats = folder.resolve("stats");
            this.ring = PolledFile.open(folder.resolve("trace_pipe_raw"));
        }

        Counters counters() throws IOException {
            long lost = 0;
            long read = 0;
            Matcher counter = COUNTER.matcher(Files.readString(stats, StandardCharsets.US_ASCII));
            while (counter.find()) {
                long count = Long.parseLong(counter.group(2));
                switch (counter.group(1)) {
                    case "overrun", "commit overrun", "dropped events" -> lost += count;
                    case "read events" -> read += count;
                    default -> {
                        // how much it holds, and when
                    }
                }
            }
            return new Counters(lost, read);
        }
    }

    /** @param disk whose id is a part of the instance's name, @param size of what is tracked, in bytes */
    TraceInstance(BlockDevice device, UUID disk, long size) {
        this.device = device;
        this.name = "secondsite-" + disk;
        this.size = size;
    }

    @Override
    public boolean resume(long told) throws IOException {
        letGo();
        folder = root().resolve("instances").resolve(name);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        open();
        long lost = 0;
        long read = 0;
        for (Processor each : processors) {
            Counters now = each.counters();
            lost += now.lost();
            each.told = now.read();
            read += now.read();
        }
        return lost == 0 && read == told && isOn() && filter().equals(text("events/block/" + event + "/filter"));
    }

    @Override
    public void begin() throws IOException {
        end();
        folder = root().resolve("instances").resolve(name);
        Files.createDirectory(folder);
        try {
            int count = Runtime.getRuntime().availableProcessors();
            write("buffer_size_kb",
                    Long.toString(Math.clamp(RING_KIBIBYTES / count, SMALLEST_KIBIBYTES, LARGEST_KIBIBYTES)));
            open();
            write("events/block/" + event + "/filter", filter());
            write("events/block/" + event + "/enable", "1");
            write("tracing_on", "1");
        } catch (IOException e) {
            endAfter(e);
            throw e;
        }
    }

    private void endAfter(IOException why) {
        try {
            end();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static Path root() throws IOException {
        for (Path root : ROOTS) {
            if (Files.isDirectory(root.resolve("instances"))) {
                return root;
            }
        }
        throw new IOException("the kernel's tracing is not there, without which no writes are told: "
                + "mount -t tracefs none /sys/kernel/tracing, as root");
    }

    /** Reads are left out in the kernel: there are many, ours among them. */
    private String filter() throws IOException {
        return "dev == " + Integer.toUnsignedLong(device.whole().inEvents()) + " && !(rwbs ~ \"R*\")";
    }

    private void open() throws IOException {
        event = device.isStacked() ? STACKED : REQUESTS;
        try {
            pages = new RingPage(EventFormat.parse(text("events/block/" + event + "/format")),
                    device.whole().inEvents(), device.firstSector(), size >> 9);
        } catch (IllegalArgumentException e) {
            throw new IOException("this kernel's events are not understood: " + e.getMessage(), e);
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.resolve("per_cpu"), "cpu*")) {
            for (Path each : found) {
                processors.add(new Processor(each));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Some of these files tell something only to the first read, as much as that has room for. */
    private String text(String file) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            return new String(in.readNBytes(LARGEST_PAGE), StandardCharsets.UTF_8).strip();
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Override
    public void drain(Sink sink) throws IOException {
        for (Processor each : processors) {
            long before = each.told;
            while (true) {
                page.clear();
                if (each.ring.read(page) == 0) {
                    break;
                }
                each.told += pages.read(page.flip(), sink);
            }
            if (each.told != before) {
                check(each);
            }
        }
    }

    private void check(Processor processor) throws IOException {
        Counters now = processor.counters();
        checkLost(now);
        if (now.read() != processor.told) {
            throw new LostException("somebody else reads the events of " + device);
        }
    }

    private void checkLost(Counters now) throws LostException {
        if (now.lost() > 0) {
            throw new LostException(now.lost() + " writes came faster than they could be told (" + device + ")");
        }
    }

    @Override
    public void check() throws IOException {
        if (!isOn()) {
            throw new LostException("somebody switched off the tracing of " + device);
        }
        for (Processor each : processors) {
            checkLost(each.counters());
        }
    }

    private boolean isOn() throws IOException {
        try {
            return text("tracing_on").equals("1") && text("events/block/" + event + "/enable").startsWith("1");
        } catch (IOException e) {
            throw new LostException("the tracing of " + device + " is not there any more: " + e.getMessage());
        }
    }

    @Override
    public long told() {
        return processors.stream().mapToLong(each -> each.told).sum();
    }

    private void letGo() {
        processors.forEach(each -> each.ring.close());
        processors.clear();
    }

    @Override
    public void end() throws IOException {
        letGo();
        for (Path root : ROOTS) {
            if (Files.isDirectory(root.resolve("instances").resolve(name))) {
                Files.delete(root.resolve("instances").resolve(name));
            }
        }
    }

    @Override
    public void close() {
        letGo();
    }
}
