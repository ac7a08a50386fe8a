package secondsite.api.policy;

import java.time.Instant;

/**
 * Points that are given up because less of the past is kept.
 *
 * @param fromMinutes age from which on they are
 * @param toMinutes   age up to which they were kept before
 * @param destroyed   when they are gone for good; until then retention that is as long as before brings them back
 */
public record RetentionLoss(Lost kept, long fromMinutes, long toMinutes, Instant destroyed) {

    /** Which points. */
    public enum Lost {
        /** All records between those that are kept hourly or daily. */
        EVERYTHING, HOURLY, DAILY
    }
}
