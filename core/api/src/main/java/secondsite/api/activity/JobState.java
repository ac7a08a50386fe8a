package secondsite.api.activity;

/** Where a job or a task of one is. */
public enum JobState {
    /** Not begun. */
    WAITING, RUNNING,
    /** Failed in a way that may pass: tried again at {@code nextTry}. */
    RETRYING,
    /** What is under way is being given up. */
    CANCELLING, DONE, FAILED, CANCELLED;

    public boolean over() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
