package secondsite.api.recovery;

import java.util.List;

/**
 * Something to know before a failover is ordered: in English, and as what a console makes a sentence of in another language.
 *
 * @param values what it speaks of, in the order that its matter names; bytes as a whole number
 * @param text   the same for people
 */
public record Remark(Matter matter, List<String> values, String text) {

    /** What is remarked. */
    public enum Matter {
        /** So many bytes are still to be sent. */
        BYTES_WAITING,
        /** That master target has not reported since the server started. */
        TARGET_UNHEARD,
        /** What the source wrote last is not known. */
        SOURCE_UNKNOWN,
        /** That card is connected to nothing, as no test network takes the place of that network. */
        CARD_WITHOUT_TEST_NETWORK,
        /** That card is connected to nothing, as no production network takes the place of that network. */
        CARD_WITHOUT_NETWORK,
        /** That card is connected to nothing, as it is not known in which network it is. */
        CARD_OF_UNKNOWN_NETWORK,
        /** That card gets no address, as that address has no place in that network, whose subnet that is. */
        ADDRESS_OF_OTHER_SIZE,
        /** That card gets no address, as that address would be in that network that of its gateway, which that is. */
        ADDRESS_OF_GATEWAY,
        /** No group point is chosen: it goes back to its own latest one. */
        NO_GROUP_POINT,
        /** A person is said to have shut the source down, and that agent of it reports that it is on. */
        SOURCE_ON,
        /** A person is said to have shut the source down, and that agent of it cannot tell whether it is off. */
        SOURCE_POWER_UNTOLD
    }

    public Remark {
        values = values == null ? List.of() : List.copyOf(values);
    }
}
