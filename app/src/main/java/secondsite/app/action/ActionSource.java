package secondsite.app.action;

import java.util.List;

/** Makes the actions of one kind; each source is named in the console's wiring. */
public interface ActionSource {

    /** In the order of menus. */
    List<Action<?>> actions();
}
