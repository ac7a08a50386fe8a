package secondsite.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What can go wrong with a request: a code that never changes its meaning, the HTTP status it comes with, and a title for people. */
public enum ProblemCode {
    /** The request cannot be understood: a header, a parameter or the body is not what it should be. */
    BAD_REQUEST(400, "The request cannot be understood"),
    /** The peer showed a certificate that names nobody here, or one that was revoked. */
    UNKNOWN_PEER(401, "The certificate names nobody who is known here"),
    /** A person has to sign in, or the session is over. */
    NOT_SIGNED_IN(401, "Sign in first"),
    /** The peer is known, but may not do this. */
    NOT_ALLOWED(403, "Not allowed"), NOT_FOUND(404, "There is no such thing"),
    /** No pair is configured for this disk. */
    UNKNOWN_DISK(404, "This disk is not known here"), METHOD_NOT_ALLOWED(405, "This cannot be done here"),
    /** Records are missing before the slice; {@code expectedSequence} says which is next. */
    GAP(409, "Records are missing before this slice"),
    /** The sender's epoch is older than one that was heard of; {@code epoch} says which. */
    STALE_EPOCH(409, "The epoch is over: this disk has been failed over"),
    /** The state of the disk does not allow this now. */
    CONFLICT(409, "The state of the disk does not allow this"),
    /** Machines are replicated as this policy says. */
    POLICY_IN_USE(409, "The policy is in use"),
    /** So much is destroyed only when another person agrees. */
    SECOND_PERSON_NEEDED(409, "Another person has to agree"),
    /** The request with this idempotency key is not answered yet. */
    UNDER_WAY(409, "The same request is under way"),
    /** The server ended before it answered the request with this idempotency key. */
    OUTCOME_UNKNOWN(409, "It is not known whether this was done"),
    /** The request is not the one that came with this idempotency key before. */
    KEY_REUSED(422, "The idempotency key was used for another request"),
    /** The host lacks what a machine needs, or its platform refuses: the detail says what a person is to mend. */
    HOST_UNFIT(409, "The host cannot do this with its machines"),
    /** The point asked for cannot be recovered. */
    NOT_RECOVERABLE(409, "The disk cannot be brought back to this point"), LENGTH_REQUIRED(411,
            "The length of the body must be declared"), TOO_LARGE(413, "The body is too large"),
    /** The body is not whole, undamaged batches of this disk. */
    DAMAGED(422, "The body is damaged or belongs to another disk"), TOO_SLOW(408,
            "The body came too slowly"), INTERNAL(500, "Something went wrong here"),
    /** A further server that is needed for the answer cannot be reached. */
    UNREACHABLE(502, "The next server cannot be reached"),
    /** No room in a cache, or too many requests: come again after {@code retryAfterSeconds}. */
    BUSY(503, "No room now"),
    /** The store is starting, closing, or being opened again after an error. */
    UNAVAILABLE(503, "Not available now"), OUT_OF_SPACE(507, "No space is left");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** As it is written: lower case with hyphens. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A code that this version does not know counts as {@link #INTERNAL}. */
    @JsonCreator
    public static ProblemCode of(String code) {
        return Arrays.stream(values()).filter(value -> value.code().equals(code)).findFirst().orElse(INTERNAL);
    }
}
