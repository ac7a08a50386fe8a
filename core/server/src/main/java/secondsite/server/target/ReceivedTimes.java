package secondsite.server.target;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
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

    private final Folder folder;
    private final TreeMap<Long, Instant> times = new TreeMap<>();

    private ReceivedTimes(Folder folder) {
        this.folder = folder;
    }

    /** What is damaged is begun anew: then everything here now counts as received now, and expires later. */
    static ReceivedTimes open(Folder folder) throws IOException {
        var received = new ReceivedTimes(folder);
        if (folder.exists(NAME)) {
            try {
                CheckedText.read(folder, NAME, TITLE)
                        .forEach((sequence, time) -> received.times.put(Long.parseLong(sequence), Instant.parse(time)));
            } catch (DamagedException | NumberFormatException | DateTimeParseException e) {
                received.times.clear();
            }
        }
        return received;
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
