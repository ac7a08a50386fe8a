package secondsite.server.host;

import secondsite.api.ProblemCode;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.web.ProblemException;

/** How it is said over REST that a platform did not carry out an order. */
final class Refused {

    private Refused() {}

    static ProblemException of(HypervisorException e) {
        return new ProblemException(switch (e.reason()) {
            case UNKNOWN_MACHINE -> ProblemCode.NOT_FOUND;
            case BAD_SPECIFICATION -> ProblemCode.BAD_REQUEST;
            case DIFFERENT_MACHINE, WRONG_STATE, NO_MOVE -> ProblemCode.CONFLICT;
            case NO_SPACE -> ProblemCode.OUT_OF_SPACE;
            case NO_ANSWER -> ProblemCode.UNAVAILABLE;
            case NOT_INSTALLED, NO_MEMORY, NO_DISK, NO_NETWORK, DIED, REFUSED, STORAGE -> ProblemCode.HOST_UNFIT;
        }, e.getMessage());
    }
}
