package secondsite.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The body of every error, {@code application/problem+json} after RFC 9457.
 *
 * @param type              a name for the kind of problem: {@code urn:secondsite:problem:<code>}
 * @param title             the same for people
 * @param status            HTTP status
 * @param detail            what happened here: names the disk, the place, the peer, and says what to do
 * @param code              stable, for programs
 * @param expectedSequence  with {@link ProblemCode#GAP}: the record that is next
 * @param epoch             with {@link ProblemCode#STALE_EPOCH}: the epoch that was heard of
 * @param retryAfterSeconds when to come again, also as the header {@code Retry-After}
 * @param cause             what is likely behind it, from the catalogue; null where nobody looked it up
 * @param action            what to do, from the catalogue; null where nobody looked it up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Problem(String type, String title, int status, String detail, ProblemCode code, Long expectedSequence,
        Integer epoch, Integer retryAfterSeconds, String cause, String action) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemCode code, String detail) {
        return new Problem("urn:secondsite:problem:" + code.code(), code.title(), code.status(), detail, code, null,
                null, null, null, null);
    }

    public static Problem gap(long expectedSequence, String detail) {
        Problem of = of(ProblemCode.GAP, detail);
        return new Problem(of.type, of.title, of.status, detail, of.code, expectedSequence, null, null, null,
                null);
    }

    public static Problem staleEpoch(int epoch, String detail) {
        Problem of = of(ProblemCode.STALE_EPOCH, detail);
        return new Problem(of.type, of.title, of.status, detail, of.code, null, epoch, null, null, null);
    }

    /** The same with a time after which to come again. */
    public Problem retryAfter(int seconds) {
        return new Problem(type, title, status, detail, code, expectedSequence, epoch, seconds, cause, action);
    }

    /** The same in the words of a catalogue. */
    public Problem worded(String message, String likelyCause, String whatToDo) {
        return new Problem(type, message, status, detail, code, expectedSequence, epoch, retryAfterSeconds, likelyCause,
                whatToDo);
    }
}
