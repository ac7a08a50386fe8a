package secondsite.server.configuration.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What machines are made of, as their agents told last. */
public final class MachineSystems {

    /** Digests by machine. */
    public Map<UUID, String> digests(Transaction transaction) {
        var digests = new HashMap<UUID, String>();
        transaction.query("select machine, digest from machine_system")
                .map((row, _) -> Map.entry(UUID.fromString(row.getString("machine")), row.getString("digest")))
                .list().forEach(each -> digests.put(each.getKey(), each.getValue()));
        return digests;
    }

    /** As JSON. */
    public Optional<String> find(Transaction transaction, UUID machine) {
        return transaction.query("select facts from machine_system where machine = :machine")
                .bind("machine", machine.toString()).mapTo(String.class).findOne();
    }

    /** Keeps this of a machine; nothing when there is no such machine any more. */
    public void put(Transaction change, UUID machine, String digest, String facts) {
        change.update("delete from machine_system where machine = :machine").bind("machine", machine.toString())
                .execute();
        change.update("""
                insert into machine_system (machine, digest, facts)
                select id, :digest, :facts from machine where id = :machine""").bind("machine", machine.toString())
                .bind("digest", digest).bind("facts", facts).execute();
    }
}
