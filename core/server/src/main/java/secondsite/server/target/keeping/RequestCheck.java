package secondsite.server.target.keeping;

import secondsite.api.ProblemCode;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.server.web.ProblemException;

/** Whether what people send says all that it must, with a problem that names the field. */
public final class RequestCheck {

    private static final int MAX_NAME = 200;
    private static final int MAX_REASON = 500;

    private RequestCheck() {}

    static void check(DeletionRequest request) {
        name("who", request.who());
        text("reason", request.reason(), MAX_REASON);
        if (request.secondPerson() != null) {
            name("secondPerson", request.secondPerson());
            if (request.secondPerson().strip().equalsIgnoreCase(request.who().strip())) {
                throw wrong("'secondPerson' is another one than 'who'");
            }
        }
        if (request.what() == null || request.what() == Deletion.What.RETENTION) {
            throw wrong("'what' is POINTS or REPLICA; a shorter retention comes with the policy");
        }
        boolean time = request.from() != null && request.to() != null && request.sequence() == null;
        boolean one = request.from() == null && request.to() == null && request.sequence() != null;
        if (request.what() == Deletion.What.POINTS && !time && !one) {
            throw wrong("of points give 'from' and 'to', or 'sequence'");
        }
        if (time && request.from().isAfter(request.to())) {
            throw wrong("'from' is after 'to'");
        }
        if (request.what() == Deletion.What.REPLICA && (time || one || request.from() != null
                || request.to() != null)) {
            throw wrong("a replica is destroyed as a whole: leave 'from', 'to' and 'sequence' out");
        }
    }

    /** A person's name, or a label of a few words. */
    public static void name(String field, String value) {
        text(field, value, MAX_NAME);
    }

    private static void text(String field, String value, int most) {
        if (value == null || value.isBlank() || value.length() > most) {
            throw wrong("'" + field + "' has 1 to " + most + " characters");
        }
    }

    private static ProblemException wrong(String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, what);
    }
}
