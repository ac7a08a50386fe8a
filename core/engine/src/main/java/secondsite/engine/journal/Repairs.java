package secondsite.engine.journal;

import java.io.IOException;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;

/** What is done to a folder for what was found in it when its journal was opened. */
sealed interface Repairs {

    /** Opens a segment that was not sealed. */
    StoredFile open(String name) throws IOException;

    /** Takes away a file that does not belong to the journal any more. */
    void delete(String name) throws IOException;

    /** Makes the file end where its whole batches do, and be durable when it is forced. */
    void settle(SegmentScan scan) throws IOException;

    /** Names are durable on return. */
    void force() throws IOException;

    /** The journal goes on, so the folder becomes what was found whole. */
    record Made(Folder folder) implements Repairs {

        @Override
        public StoredFile open(String name) throws IOException {
            return folder.open(name);
        }

        @Override
        public void delete(String name) throws IOException {
            folder.delete(name);
            folder.force();
        }

        @Override
        public void settle(SegmentScan scan) throws IOException {
            scan.cut();
            scan.rewriteTail();
        }

        @Override
        public void force() throws IOException {
            folder.force();
        }
    }

    /** The journal is only read, so the folder stays as it is, and what is not whole is passed over. */
    record Imagined(Folder folder) implements Repairs {

        @Override
        public StoredFile open(String name) throws IOException {
            return folder.openReadOnly(name);
        }

        @Override
        public void delete(String name) {
            // passed over
        }

        @Override
        public void settle(SegmentScan scan) {
            // whoever reads stops at the last whole batch
        }

        @Override
        public void force() {
            // nothing was changed
        }
    }
}
