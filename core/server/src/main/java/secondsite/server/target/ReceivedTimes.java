package secondsite.server.target;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/**
 * What was durable here when, by this target's own clock: so that a source whose clock jumps cannot make its own past expire. Coarse: one
 * entry in a while. For one thread.
 */
final class ReceivedTimes {

    static final String NAME = "received";
    private static final String TITLE = "secondsite received 1";
    private static final int MAX_ENTRIES = 5000;

    private static final String DISK = "disk";

    private final Folder folder;
    private final String disk;
    private final TreeMap<Long, Instant> times = new TreeMap<>();

    private ReceivedTimes(Folder folder, UUID disk) {
        this.folder = folder;
        this.disk = disk.toString();
    }

    /** What is damaged is begun anew: then everything here now counts as received now, and expires later. */
    static ReceivedTimes open(Folder folder, UUID disk, Findings findings) throws IOException {
        var received = new ReceivedTimes(folder, disk);
        if (folder.exists(NAME)) {
            try {
                received.read();
            } catch (DamagedException | IllegalArgumentException | DateTimeParseException e) {
                received.times.clear();
                findings.add(new Finding(Finding.Severity.WARNING, folder.place() + "/" + NAME, e.getMessage(),
                        "nothing: it is begun anew, and what is here expires later"));
            }
        }
        return received;
    }

    private void read() throws IOException {
        Map<String, String> lines = CheckedText.read(folder, NAME, TITLE);
        String of = lines.remove(DISK);
        if (!disk.equals(of)) {
            throw new DamagedException(folder.place() + "/" + NAME, 0, "belongs to disk " + of + ", not to " + disk);
        }
        lines.forEach((sequence, time) -> times.put(Long.parseLong(sequence), Instant.parse(time)));
    }

    /** Remembers that everything up to a sequence is here now, unless it was done lately; forgets what is older than another. */
    void remember(long sequence, Instant now, Duration every, long oldest) throws IOException {
        var last = times.lastEntry();
        boolean lately = last != null && Duration.between(last.getValue(), now).abs().compareTo(every) < 0;
        if (lately || last != null && last.getKey() >= sequence) {
            return;
        }
        forget(oldest);
        times.put(sequence, now);
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(DISK, disk);
        times.forEach((at, time) -> lines.put(Long.toString(at), time.toString()));
        CheckedText.write(folder, NAME, TITLE, lines);
    }

    /** The last sequence that was surely here at a time; empty when nothing was. */
    OptionalLong hereAt(Instant time) {
        OptionalLong here = OptionalLong.empty();
        for (var entry : times.entrySet()) {
            if (entry.getValue().isAfter(time)) {
                break;
            }
            here = OptionalLong.of(entry.getKey());
        }
        return here;
    }

    private void forget(long oldest) {
        Long kept = times.floorKey(oldest);
        if (kept != null) {
            times.headMap(kept).clear();
        }
        while (times.size() >= MAX_ENTRIES) {
            times.pollFirstEntry();
        }
    }
}
