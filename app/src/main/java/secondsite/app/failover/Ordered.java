package secondsite.app.failover;

import secondsite.api.recovery.OrderedFailover;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;

/** Where what was ordered can be watched. */
final class Ordered {

    private Ordered() {}

    static Place job(OrderedFailover ordered) {
        return job(ordered.job());
    }

    static Place job(long number) {
        return new Place(Screen.JOB, Long.toString(number));
    }
}
