package secondsite.api.policy;

/**
 * What is to be thought of before a policy holds.
 *
 * @param about  the machine or the master target; empty for the policy itself
 * @param value  what it would be: seconds, bytes or hours
 * @param limit  what it should be at most, or at least
 * @param detail the same for people
 */
public record PolicyWarning(Concern kind, String about, long value, long limit, String detail) {

    /** What is wrong. */
    public enum Concern {
        /** The warning comes before the next point can be there: seconds. */
        RPO_BELOW_INTERVAL,
        /** Less than a day of the machine's writing was watched: hours. */
        LITTLE_MEASURED,
        /** What is written in a week does not cross the line in a week: bytes. */
        LINE_TOO_SLOW,
        /** While the line is narrow the newest point becomes older than the warning allows: seconds. */
        RPO_EXCEEDED,
        /** While the line is narrow more waits than the agent can keep; a resync follows: bytes. */
        SPOOL_TOO_SMALL,
        /** The agent can keep what is written for less than an hour when nothing is shipped: seconds. */
        SPOOL_SHORT,
        /** Journals and base images will need more than is free: bytes. */
        TARGET_TOO_SMALL
    }
}
