package secondsite.server.target;

import java.io.IOException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/** The file that keeps a {@link ReplicaState}. Safe for use by several threads. */
final class StateFile {

    static final String NAME = "state";
    private static final String TITLE = "secondsite replica state 1";
    private static final String PIN = "pin ";

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
        state.pins().forEach((sequence, reason) -> lines.put(PIN + sequence, reason));
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
                    BitSet.valueOf(HexFormat.of().parseHex(lines.get("chunks"))), pins(lines));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new DamagedException(place(), 0, "a line is missing or no value: " + e.getMessage());
        }
    }

    private static NavigableMap<Long, String> pins(Map<String, String> lines) {
        NavigableMap<Long, String> pins = new TreeMap<>();
        lines.forEach((key, value) -> {
            if (key.startsWith(PIN)) {
                pins.put(Long.parseLong(key.substring(PIN.length())), value);
            }
        });
        return pins;
    }
}
