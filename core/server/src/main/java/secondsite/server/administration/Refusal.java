package secondsite.server.administration;

import java.io.PrintWriter;
import java.util.Optional;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;

/** Says why a request did not go well, and which exit code stands for it. */
final class Refusal {

    private Refusal() {}

    /** @param again what to do when the session is over */
    static int tell(TransferException e, String again, PrintWriter err) {
        Optional<ProblemCode> code = e.problem().map(Problem::code);
        if (code.filter(each -> each == ProblemCode.NOT_SIGNED_IN || each == ProblemCode.UNKNOWN_PEER).isPresent()) {
            err.println(said(e) + "; " + again);
            return Exit.NO_SESSION;
        }
        return tell(e, err);
    }

    static int tell(TransferException e, PrintWriter err) {
        err.println(said(e));
        e.problem().map(Problem::action).ifPresent(action -> err.println(Wording.clean(action)));
        return e.problem().isPresent() ? Exit.REFUSED : Exit.UNREACHABLE;
    }

    private static String said(TransferException e) {
        return Wording.clean(e.problem().map(problem -> problem.code().code() + ": " + e.getMessage())
                .orElseGet(() -> "the configuration server cannot be reached: " + e.getMessage()));
    }
}
