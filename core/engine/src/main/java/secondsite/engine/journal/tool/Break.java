package secondsite.engine.journal.tool;

import java.io.IOException;

/**
 * A place in a segment where something else stands than the batch that should, and the records that cannot be read for it.
 *
 * @param position in the file, in bytes
 * @param lastSequence -1 when it is not known where readable records go on
 */
record Break(long position, long firstSequence, long lastSequence, IOException cause) {}
