package secondsite.server.target;

/** Hears how far a verification is, and may end it. */
public interface VerifyProgress {

    /** Called often. Positions in bytes of the base image. @return false to end */
    boolean goOn(long doneBytes, long totalBytes);
}
