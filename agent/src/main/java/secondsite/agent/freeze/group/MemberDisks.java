package secondsite.agent.freeze.group;

import java.io.IOException;
import java.time.Duration;
import secondsite.engine.segment.Record;

/** All protected disks of a member, as the barrier uses them: by one thread, held or not. */
interface MemberDisks {

    /** @throws IOException when no mark could be placed now */
    void check() throws IOException;

    /**
     * Lets no write pass on any of them.
     *
     * @param limit for all of them to be held
     * @throws IOException when one was busy for too long; none is held then
     */
    void hold(Duration limit) throws IOException, InterruptedException;

    /** Places the mark on all of them, which are held. @throws IOException when one could not take it */
    void mark(Record.Mark mark) throws IOException;

    /** Lets writes pass; nothing to do when they do. */
    void release();

    /** What was marked is durable on return. @throws IOException when it will not be */
    void force() throws IOException;
}
