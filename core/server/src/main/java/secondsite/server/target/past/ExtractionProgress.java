package secondsite.server.target.past;

/** Hears how far an extraction is, and may end it. */
public interface ExtractionProgress {

    /**
     * Called often.
     *
     * @param doneBytes  of the disk, zeros included
     * @param totalBytes of the disk
     * @return false to cancel
     */
    boolean goOn(long doneBytes, long totalBytes);
}
