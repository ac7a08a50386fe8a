package secondsite.drill.spine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.copy.CopyTarget;
import secondsite.agent.freeze.Marks;
import secondsite.drill.world.Machine;
import secondsite.drill.world.Run;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Intake;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.Slice;
import secondsite.server.target.Replica;
import secondsite.server.target.RetentionPolicy;

/** How the programs of a drill are put together. The sound build is theirs; {@link KnownBugs} are builds with one thing wrong. */
class Build {

    /** The files of a program. */
    Folder files(Machine machine, Folder folder) {
        return folder;
    }

    /** The disk beneath a capture. */
    Disk beneath(Run run, Disk image) {
        return image;
    }

    /** The capture is open, with what its last run left replayed into the disk. */
    void opened(Disk beneath) {}

    /** A capture as comparisons see it. */
    Capture compared(Run run, Capture capture) {
        return capture;
    }

    /** The target as the first copy sees it. */
    CopyTarget copied(CopyTarget target) {
        return target;
    }

    /** A target as its process server sees it. */
    Receiver forwarded(Receiver target) {
        return target;
    }

    /** What arrives at a server. */
    byte[] received(byte[] body) {
        return body;
    }

    /** What a target does with a slice. */
    Answer take(Journal journal, Slice slice) throws IOException {
        return new Intake(journal, journal::durableSequence).take(slice);
    }

    /** How far a target says that it is. */
    Position position(Journal journal) {
        return new Intake(journal, journal::durableSequence).position();
    }

    /** How long a target keeps the past. */
    RetentionPolicy kept(RetentionPolicy policy) {
        return policy;
    }

    /** What a target does now and then. */
    void tend(Replica replica) throws IOException {}

    /** The guest no longer needs a range. */
    void trim(SplitCapture capture, long offset, long length) throws IOException {
        capture.served().trim(offset, length);
    }

    /** Marks several disks at one moment. */
    void mark(Run run, List<Capture> captures, Record.Mark mark) throws IOException, InterruptedException {
        new Marks(Duration.ofSeconds(5), run).place(captures, mark);
    }
}
