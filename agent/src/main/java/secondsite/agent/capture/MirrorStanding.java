package secondsite.agent.capture;

import java.io.IOException;
import secondsite.agent.mirror.DeviceGoneException;
import secondsite.agent.mirror.GuestAwayException;
import secondsite.agent.mirror.ResizedException;

/**
 * What keeps a guest's disk from being mirrored, or from being sure of it.
 *
 * @param words for people; empty when nothing is wrong
 */
public record MirrorStanding(Hindrance hindrance, String words) {

    /** Kinds of it. */
    public enum Hindrance {
        /** Nothing. */
        NONE,
        /** The guest is not running. */
        AWAY,
        /** The guest has no such disk. */
        GONE,
        /** Its disk has another size. */
        RESIZED,
        /** Its QEMU does not do what it should. */
        REFUSED
    }

    static final MirrorStanding FINE = new MirrorStanding(Hindrance.NONE, "");

    static MirrorStanding of(IOException trouble) {
        Hindrance hindrance = switch (trouble) {
            case GuestAwayException _ -> Hindrance.AWAY;
            case DeviceGoneException _ -> Hindrance.GONE;
            case ResizedException _ -> Hindrance.RESIZED;
            default -> Hindrance.REFUSED;
        };
        return new MirrorStanding(hindrance, String.valueOf(trouble.getMessage()));
    }
}
