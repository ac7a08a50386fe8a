package secondsite.app.failover;

import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;

/** What is asked before a machine is moved without a loss. */
final class PlannedFailoverViewModel {

    private final ShutDownViewModel shutDown;
    private final AfterwardsViewModel afterwards;

    PlannedFailoverViewModel(FailoverSurroundings around) {
        this.shutDown = new ShutDownViewModel(around.texts());
        this.afterwards = new AfterwardsViewModel(around.texts(), around.session().role());
    }

    ShutDownViewModel shutDown() {
        return shutDown;
    }

    AfterwardsViewModel afterwards() {
        return afterwards;
    }

    FailoverRequest request() {
        return new FailoverRequest(FailoverKind.PLANNED, null, null, null, null, shutDown.allowed(),
                shutDown.asked().get() ? null : Boolean.FALSE, afterwards.after(), afterwards.what(), null);
    }
}
