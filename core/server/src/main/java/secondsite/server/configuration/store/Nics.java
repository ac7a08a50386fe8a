package secondsite.server.configuration.store;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** The network interfaces of machines. */
public final class Nics {

    /**
     * One of them.
     *
     * @param name      unique on its machine
     * @param addresses without spaces
     */
    public record Nic(UUID machine, String name, String mac, List<String> addresses) {

        public Nic {
            addresses = List.copyOf(addresses);
        }
    }

    private static final String SEPARATOR = " ";
    private static final RowMapper<Nic> ROW = (row, _) -> new Nic(UUID.fromString(row.getString("machine")),
            row.getString("name"), row.getString("mac"), split(row.getString("addresses")));

    private static List<String> split(String addresses) {
        return addresses.isEmpty() ? List.of() : List.of(addresses.split(SEPARATOR));
    }

    /** By name. */
    public List<Nic> of(Transaction transaction, UUID machine) {
        return transaction.query("select * from nic where machine = :machine order by name")
                .bind("machine", machine.toString()).map(ROW).list();
    }

    /** By machine, then by name. */
    public List<Nic> all(Transaction transaction) {
        return transaction.query("select * from nic order by machine, name").map(ROW).list();
    }

    /** Keeps these and no others of a machine. */
    public void replace(Transaction change, UUID machine, List<Nic> nics) {
        change.update("delete from nic where machine = :machine").bind("machine", machine.toString()).execute();
        for (Nic nic : nics) {
            change.update("insert into nic (machine, name, mac, addresses) values (:machine, :name, :mac, :addresses)")
                    .bind("machine", machine.toString()).bind("name", nic.name()).bind("mac", nic.mac())
                    .bind("addresses", String.join(SEPARATOR, nic.addresses())).execute();
        }
    }
}
