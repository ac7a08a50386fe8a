package secondsite.app.session;

import java.util.List;
import java.util.function.Consumer;
import secondsite.api.activity.Event;

/**
 * What the server told since the news before: brought to the model in one piece.
 *
 * @param changes    of the model's lists
 * @param heard      what happened, in its order
 * @param everything whether something may have been missed, so that everybody has to ask anew
 */
record News(List<Consumer<LiveModel>> changes, List<Event> heard, boolean everything) {

    News {
        changes = List.copyOf(changes);
        heard = List.copyOf(heard);
    }
}
