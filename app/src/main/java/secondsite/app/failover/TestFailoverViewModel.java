package secondsite.app.failover;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;

/** What is asked before a test. */
final class TestFailoverViewModel {

    private final PointViewModel point;
    private final BooleanProperty mapped = new SimpleBooleanProperty(false);

    TestFailoverViewModel(FailoverSurroundings around, Situation situation) {
        this.point = new PointViewModel(around, situation, FailoverKind.TEST);
    }

    PointViewModel point() {
        return point;
    }

    /** Whether its cards are in the test networks of the mapping; else nothing leaves them. */
    BooleanProperty mapped() {
        return mapped;
    }

    FailoverRequest request() {
        return new FailoverRequest(FailoverKind.TEST, point.word(), null, mapped.get(), null, null, null, null, null,
                null);
    }
}
