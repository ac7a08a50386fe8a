package secondsite.drill.consistency;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.freeze.group.GroupBarrier;
import secondsite.api.client.Identity;
import secondsite.api.machine.GroupMembership;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.MonotonicTime;

/** A protected machine in a group: a split disk in files, served over NBD, and its side of the barrier. Keeps all of its log. */
final class GroupMachine implements Closeable {

    private static final long SIZE = 1 << 20;

    private final String name;
    private final SplitCapture capture;
    private final NbdServer server;
    private final Path socket;
    private final GroupBarrier barrier;

    /** @param between what the barrier finds instead of the disk's capture */
    GroupMachine(Path folder, String name, Identity identity, UnaryOperator<Capture> between) throws IOException {
        this.name = name;
        Path own = Files.createDirectory(folder.resolve(name));
        StoredFile image = DirectoryFolder.at(own).create("disk");
        image.resize(SIZE);
        capture = new SplitDiskOpening(new FileDisk(image),
                DirectoryFolder.at(Files.createDirectory(own.resolve("spool"))), DirectoryFolder.at(own),
                new CaptureSettings(new JournalIdentity(UUID.randomUUID(), SIZE), 1, UUID.randomUUID(),
                        new SpoolLimits(4L << 30, 0)),
                InstantSource.system()).open();
        var exports = new Exports();
        exports.add("", capture.served());
        server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
        socket = own.resolve("nbd.sock");
        server.listen(UnixDomainSocketAddress.of(socket));
        Capture seen = between.apply(capture);
        barrier = GroupBarrier.open(name, identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> List.of(seen), () -> {
                }, MonotonicTime.SYSTEM);
    }

    GroupBarrier barrier() {
        return barrier;
    }

    NbdClient client() throws IOException {
        return NbdClient.connect(socket, "");
    }

    GroupMembership.Member member() {
        InetSocketAddress at = barrier.address();
        return new GroupMembership.Member(name, URI.create("https://127.0.0.1:" + at.getPort()));
    }

    /** All of them in one group, which the first one leads. */
    static GroupMembership group(int holdMillis, GroupMachine... machines) {
        var members = new ArrayList<GroupMembership.Member>();
        for (GroupMachine machine : machines) {
            members.add(machine.member());
        }
        var group = new GroupMembership(UUID.randomUUID(), machines[0].name, members, 0, holdMillis);
        for (GroupMachine machine : machines) {
            machine.barrier.join(Optional.of(group));
        }
        return group;
    }

    /** The number at the beginning of the disk at each mark, as the log tells. A mark that is there twice is an error. */
    Map<UUID, Integer> numbersAtMarks() throws IOException {
        var numbers = new HashMap<UUID, Integer>();
        int number = 0;
        try (JournalCursor cursor = capture.spool().journal().cursor(1)) {
            for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch.isPresent(); batch = cursor
                    .next(Long.MAX_VALUE)) {
                for (SequencedRecord record : batch.get().records()) {
                    switch (record.record()) {
                        case Record.Write write -> number = ByteBuffer.wrap(bytes(write.data())).getInt();
                        case Record.Mark mark -> {
                            if (numbers.put(mark.id(), number) != null) {
                                throw new AssertionError("two marks " + mark.id());
                            }
                        }
                        default -> {
                            // changes nothing
                        }
                    }
                }
            }
        }
        return numbers;
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[Integer.BYTES];
        data.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        try (capture; server) {
            barrier.close();
        }
    }
}
