package secondsite.server.target;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/** The file that keeps a {@link ReplicaState}. Safe for use by several threads. */
final class StateFile {

    static final String NAME = "state";
    private static final String TITLE = "secondsite replica state 1";
    private static final String PIN = "pin ";
    private static final String WHO = " who";
    private static final String MADE = " made";
    private static final String TIME = " time";
    private static final String DESTROYED = "destroyed ";
    private static final String HELD = "held ";
    private static final String ASKED = " asked";
    private static final String LABEL = " label";
    private static final String SINCE = " since";
    private static final Pattern HELD_LINE = Pattern.compile(HELD + "([0-9a-f-]{36})");
    private static final Pattern PIN_LINE = Pattern.compile(PIN + "(\\d+)");

    private final Folder folder;
    private final String disk;
    private final ReentrantLock lock = new ReentrantLock();
    private ReplicaState current;

    private StateFile(Folder folder, UUID disk) {
        this.folder = folder;
        this.disk = disk.toString();
    }

    /** A new file. */
    static StateFile create(Folder folder, UUID disk, ReplicaState begin) throws IOException {
        var file = new StateFile(folder, disk);
        file.update(none -> begin);
        return file;
    }

    static StateFile open(Folder folder, UUID disk) throws IOException {
        var file = new StateFile(folder, disk);
        file.current = file.read();
        return file;
    }

    ReplicaState current() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Durable on return. After an error the state is as before for this process, and perhaps as after for the next. */
    void update(UnaryOperator<ReplicaState> change) throws IOException {
        lock.lock();
        try {
            ReplicaState next = change.apply(current);
            write(next);
            current = next;
        } finally {
            lock.unlock();
        }
    }

    String place() {
        return folder.place() + "/" + NAME;
    }

    private void write(ReplicaState state) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("disk", disk);
        lines.put("initial copy", state.copied() ? "over" : "running");
        lines.put("base", Long.toString(state.base()));
        lines.put("applying", Long.toString(state.applying()));
        lines.put("oldest", Long.toString(state.oldest()));
        lines.put("oldest micros", Long.toString(state.oldestMicros()));
        lines.put("chunks", HexFormat.of().formatHex(state.chunks().toByteArray()));
        for (PinnedPoint pin : state.pins().values()) {
            lines.put(PIN + pin.sequence(), pin.label());
            lines.put(PIN + pin.sequence() + WHO, pin.who());
            lines.put(PIN + pin.sequence() + MADE, pin.made().toString());
            lines.put(PIN + pin.sequence() + TIME, pin.time().toString());
        }
        for (SequenceRange range : state.destroyed()) {
            lines.put(DESTROYED + range.first(), Long.toString(range.last()));
        }
        for (HeldPast held : state.held().values()) {
            lines.put(HELD + held.id(), Long.toString(held.sequence()));
            lines.put(HELD + held.id() + ASKED, held.asked());
            lines.put(HELD + held.id() + LABEL, held.label());
            lines.put(HELD + held.id() + SINCE, held.since().toString());
        }
        CheckedText.write(folder, NAME, TITLE, lines);
    }

    private ReplicaState read() throws IOException {
        Map<String, String> lines = CheckedText.read(folder, NAME, TITLE);
        if (!disk.equals(lines.get("disk"))) {
            throw new DamagedException(place(), 0, "belongs to disk " + lines.get("disk") + ", not to " + disk);
        }
        try {
            return new ReplicaState(lines.get("initial copy").equals("over"), Long.parseLong(lines.get("base")),
                    Long.parseLong(lines.get("applying")), Long.parseLong(lines.get("oldest")),
                    Long.parseLong(lines.get("oldest micros")),
                    BitSet.valueOf(HexFormat.of().parseHex(lines.get("chunks"))), pins(lines), destroyed(lines),
                    held(lines));
        } catch (IllegalArgumentException | NullPointerException | DateTimeParseException e) {
            throw new DamagedException(place(), 0, "a line is missing or no value: " + e.getMessage());
        }
    }

    /** Pins of an earlier version say nothing but why. */
    private static NavigableMap<Long, PinnedPoint> pins(Map<String, String> lines) {
        NavigableMap<Long, PinnedPoint> pins = new TreeMap<>();
        lines.forEach((key, value) -> {
            Matcher pin = PIN_LINE.matcher(key);
            if (pin.matches()) {
                long sequence = Long.parseLong(pin.group(1));
                pins.put(sequence, new PinnedPoint(sequence, value, lines.getOrDefault(key + WHO, ""),
                        Instant.parse(lines.getOrDefault(key + MADE, Instant.EPOCH.toString())),
                        Instant.parse(lines.getOrDefault(key + TIME, Instant.EPOCH.toString()))));
            }
        });
        return pins;
    }

    private static Map<UUID, HeldPast> held(Map<String, String> lines) {
        Map<UUID, HeldPast> held = new TreeMap<>();
        lines.forEach((key, value) -> {
            Matcher line = HELD_LINE.matcher(key);
            if (line.matches()) {
                UUID id = UUID.fromString(line.group(1));
                held.put(id, new HeldPast(id, Long.parseLong(value), lines.get(key + ASKED), lines.get(key + LABEL),
                        Instant.parse(lines.get(key + SINCE))));
            }
        });
        return Collections.unmodifiableMap(held);
    }

    private static List<SequenceRange> destroyed(Map<String, String> lines) {
        return lines.entrySet().stream().filter(line -> line.getKey().startsWith(DESTROYED))
                .map(line -> new SequenceRange(Long.parseLong(line.getKey().substring(DESTROYED.length())),
                        Long.parseLong(line.getValue())))
                .toList();
    }
}
