package secondsite.api;

/** Whether a program is heard of. */
public enum Contact {
    /** It reports when it should. */
    HEARD,
    /** Two reports are missing, or the configuration server has just started. */
    UNKNOWN,
    /** Nothing came for 15 minutes. */
    SILENT
}
