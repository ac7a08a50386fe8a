package secondsite.agent.capture;

import java.io.Closeable;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.disk.Disk;

/** What a capture of writes that pass us is made of, opened and recovered. */
record SplitParts(ReentrantLock lock, Disk disk, Spool spool, CaptureFiles files, Evidence evidence,
        Closeable folderLock) {}
