package secondsite.agent.capture;

import java.io.IOException;
import java.util.Optional;
import secondsite.agent.tracking.TrackedDevice.Standing;
import secondsite.engine.disk.Disk;

/** How it is noticed what a disk holds that was not told, and read. Called with the disk's lock held, where nothing else is said. */
interface Reading {

    /** Needs no lock. */
    Disk disk();

    /** For whoever brings the replica to what he reads. Needs no lock. */
    Disk replicated();

    /** How it is compared with what it was. Needs no lock. */
    Standing standing();

    /** Needs no lock. */
    Optional<String> problem();

    /** Something went wrong that the next look may find mended. Needs no lock. */
    void trouble(IOException e);

    /** How much was written since this process began, as far as was noticed, in bytes. Needs no lock. */
    long writtenBytes();

    /** Looks whether all is as it was; many times a second. */
    void look();

    /** What was noticed is kept for the next process. */
    void lastLook() throws IOException;

    /** Protection begins: nothing of the disk was told. */
    void begin() throws IOException;

    /** Protection ends. */
    void end() throws IOException;

    /** A comparison begins: what was noticed and not told is to be compared too. */
    void comparisonBegins() throws IOException;

    /** Whether all that was written until now was told, as far as that is known. */
    boolean isQuiet() throws IOException;

    /** @throws IOException when nothing may be read for a point now, with the reason. Needs no lock */
    void checkReadable(CopyStage copy) throws IOException;

    /** Tells what was written, until the rest can be read in a moment. The lock is free. */
    void approach() throws IOException, InterruptedException;

    /** Keeps the machine from writing, and reads the rest. @param deadline in nanoseconds of {@link System#nanoTime} */
    void still(Finale rest, long deadline) throws IOException, InterruptedException;

    /** Reads what was written all the same, if that can still be a part of the rest. @throws IOException when there was something else */
    void checkStill(Finale rest, long deadline) throws IOException;

    /** The rest was not told. */
    void giveBack(Finale rest);

    /** The rest was told; called when nothing is frozen any more. */
    void told(Finale rest) throws IOException;
}
