package secondsite.server.configuration.recovery;

import java.util.List;
import secondsite.api.recovery.Remark;
import secondsite.api.recovery.Remark.Matter;

/** What should be known before a failover. */
final class Remarks {

    private Remarks() {}

    static Remark waiting(long bytes) {
        return new Remark(Matter.BYTES_WAITING, List.of(Long.toString(bytes)),
                bytes + " bytes are still to be sent; the failover waits for them");
    }

    static Remark unheard(String masterTarget) {
        return new Remark(Matter.TARGET_UNHEARD, List.of(masterTarget),
                masterTarget + " has not reported since this server started");
    }

    static Remark unknownSource() {
        return new Remark(Matter.SOURCE_UNKNOWN, List.of(),
                "it is not known what the source wrote last: its agent has not reported since this server started");
    }

    /** @param agent that reports so, although a person is said to have shut its machine down */
    static Remark sourceOn(String agent) {
        return new Remark(Matter.SOURCE_ON, List.of(agent), agent
                + " reports that the source is on: shut it down before, or what it still writes is not brought up");
    }

    static Remark powerUntold(String agent) {
        return new Remark(Matter.SOURCE_POWER_UNTOLD, List.of(agent),
                agent + " cannot tell whether the source is off: make sure of it");
    }

    /** @param network whose place no other takes */
    static Remark unmapped(String mac, String network, boolean test) {
        return new Remark(test ? Matter.CARD_WITHOUT_TEST_NETWORK : Matter.CARD_WITHOUT_NETWORK, List.of(mac, network),
                unconnected(mac) + "no " + (test ? "test" : "production") + " network takes the place of '" + network
                        + "'");
    }

    static Remark unknownNetwork(String mac) {
        return new Remark(Matter.CARD_OF_UNKNOWN_NETWORK, List.of(mac), unconnected(mac)
                + "it is not known in which network it is; name that in the machine's recovery settings, or give the"
                + " network its subnet");
    }

    private static String unconnected(String mac) {
        return "the card " + mac + " will be connected to nothing: ";
    }

    static Remark otherSize(String mac, String address, String network, String subnet) {
        return new Remark(Matter.ADDRESS_OF_OTHER_SIZE, List.of(mac, address, network, subnet),
                unmoved(mac, address, network, subnet + " is of another size"));
    }

    static Remark gateway(String mac, String address, String network, String gateway) {
        return new Remark(Matter.ADDRESS_OF_GATEWAY, List.of(mac, address, network, gateway),
                unmoved(mac, address, network, gateway + " is its gateway"));
    }

    private static String unmoved(String mac, String address, String network, String why) {
        return "the card " + mac + " gets no address: " + address + " has no place in '" + network + "', as " + why
                + "; give it one in the machine's recovery settings";
    }
}
