package secondsite.server.administration;

/** How an administrator's verb ends. */
final class Exit {

    /** All went well; with {@code --wait}: the job is done. */
    static final int DONE = 0;
    /** The server refused, the job failed, or nothing has this name. */
    static final int REFUSED = 1;
    /** Nobody is signed in, or the session is over. */
    static final int NO_SESSION = 2;
    /** Nobody answered. */
    static final int UNREACHABLE = 3;

    private Exit() {}
}
