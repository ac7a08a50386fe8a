package secondsite.agent.capture;

import java.io.IOException;

/** A capture of a disk whose protection begins, ends, and changes its epoch while machines go on with it. */
public interface Protectable extends Capture {

    boolean isProtected();

    /** What it does now, and why; waits for nothing, not even for a write under way. */
    Situation situation();

    /** How much machines have written since the start, in bytes. */
    long writtenBytes();

    /**
     * Keeps all writes from now on, beginning with an empty spool; the replica knows nothing of the disk. Nothing happens when it is protected.
     *
     * @param epoch in which this side writes
     * @throws IOException when it cannot be begun; it is not protected then, and may be tried again
     */
    void protect(int epoch) throws IOException;

    /**
     * Keeps nothing of writes from now on, and gives back what the spool takes. To be called when nobody ships, copies or compares. May be
     * called again after a failure.
     */
    void unprotect() throws IOException;

    /**
     * The disk is written in this epoch from now on; one that was failed over in a lower epoch belongs to its machine again. If the replica may lack
     * something of it, the spool is begun anew and the whole disk is to be compared. Nothing happens when it is not higher. To be called when nobody
     * ships, copies or compares, if the disk was failed over.
     */
    void beginEpoch(int epoch) throws IOException;
}
