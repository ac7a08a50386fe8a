package secondsite.api.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a network card is connected to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = CardNetwork.Isolated.class, name = "isolated"),
        @JsonSubTypes.Type(value = CardNetwork.Translated.class, name = "translated"),
        @JsonSubTypes.Type(value = CardNetwork.Shared.class, name = "shared"),
        @JsonSubTypes.Type(value = CardNetwork.Bridge.class, name = "bridge")})
public sealed interface CardNetwork {

    /**
     * A network of its own that nothing leaves, not even to the host. It is the one of the card's address, or 10.0.2.0/24 with the machine
     * as 10.0.2.15 when the card has none; DHCP gives the machine the same. Only what the host asks through a forward is answered.
     */
    record Isolated(List<Forward> forwards) implements CardNetwork {

        public Isolated {
            forwards = checked(forwards);
        }
    }

    /** The same, but the machine reaches whatever the host reaches, with the host's address. */
    record Translated(List<Forward> forwards) implements CardNetwork {

        public Translated {
            forwards = checked(forwards);
        }
    }

    /**
     * A network that the machines of one host share whose cards name it so, and that nothing leaves, not even to the host: so there are no
     * forwards, and no DHCP either. Names are to be as random as an id where nobody else is to come in by chance.
     */
    record Shared(String name) implements CardNetwork {

        private static final int LONGEST_NAME = 64;

        public Shared {
            Checks.text("network", name, 1, LONGEST_NAME);
        }
    }

    /** A port of a bridge of the host. */
    record Bridge(String name) implements CardNetwork {

        /** A network device of Linux has no longer name. */
        private static final int LONGEST_NAME = 15;

        public Bridge {
            Checks.text("bridge", name, 1, LONGEST_NAME);
            Checks.hold(name.matches("[A-Za-z0-9._-]+"), "bridge",
                    "'" + name + "' has characters other than A-Z a-z 0-9 . _ -");
        }
    }

    /**
     * A TCP port of the host, at 127.0.0.1, behind which a port of the machine answers.
     *
     * @param hostPort 0 for one that the host chooses when the machine is made; {@link MachineSpecification} tells it then. A platform itself
     *                 wants a real one
     */
    record Forward(int hostPort, int machinePort) {

        public Forward {
            Checks.range("hostPort", hostPort, 0, 65_535);
            Checks.range("machinePort", machinePort, 1, 65_535);
        }
    }

    /** A card has no more forwards. */
    int MOST_FORWARDS = 64;

    private static List<Forward> checked(List<Forward> forwards) {
        List<Forward> copy = forwards == null ? List.of() : List.copyOf(forwards);
        Checks.range("number of forwards", copy.size(), 0, MOST_FORWARDS);
        return copy;
    }
}
