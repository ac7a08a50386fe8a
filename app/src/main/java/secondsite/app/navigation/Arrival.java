package secondsite.app.navigation;

/** A controller that wants to know what its screen is to show. */
public interface Arrival {

    /** Somebody comes to the screen, or to another part of it. */
    void arrive(Place place);

    /** Somebody leaves the screen; its view may be shown again later. */
    default void leave() {}
}
