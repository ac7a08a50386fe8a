package secondsite.app.session;

import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;

/** Tells problems of requests apart. */
final class Problems {

    private Problems() {}

    /** Whether what was asked for is not there any more, or not for this person. */
    static boolean isNothing(TransferException e) {
        return is(e, ProblemCode.NOT_FOUND) || is(e, ProblemCode.NOT_ALLOWED);
    }

    /** Whether somebody has to sign in again. */
    static boolean isOver(TransferException e) {
        return is(e, ProblemCode.NOT_SIGNED_IN) || is(e, ProblemCode.UNKNOWN_PEER);
    }

    private static boolean is(TransferException e, ProblemCode code) {
        return e.problem().map(problem -> problem.code() == code).orElse(false);
    }
}
