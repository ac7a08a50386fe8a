package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import secondsite.api.installation.KnownHostKey;

/** By which key of its SSH server a machine is known. */
@Singleton
public final class MachineKeys {

    private static final RowMapper<KnownHostKey> ROW = (row, _) -> new KnownHostKey(
            UUID.fromString(row.getString("id")), row.getString("address"), row.getInt("port"),
            row.getString("fingerprint"), Micros.instant(row.getLong("trusted")), row.getString("who"));

    /** By address. */
    public List<KnownHostKey> all(Transaction transaction) {
        return transaction.query("select * from machine_key order by address, port").map(ROW).list();
    }

    public Optional<KnownHostKey> find(Transaction transaction, String address, int port) {
        return transaction.query("select * from machine_key where address = :address and port = :port")
                .bind("address", address).bind("port", port).map(ROW).findOne();
    }

    /** Replaces the one that this machine had. */
    public void put(Transaction change, KnownHostKey key) {
        change.update("delete from machine_key where address = :address and port = :port")
                .bind("address", key.address()).bind("port", key.port()).execute();
        change.update("""
                insert into machine_key (id, address, port, fingerprint, trusted, who)
                values (:id, :address, :port, :fingerprint, :trusted, :who)""").bind("id", key.id().toString())
                .bind("address", key.address()).bind("port", key.port()).bind("fingerprint", key.fingerprint())
                .bind("trusted", Micros.of(key.trusted())).bind("who", key.who()).execute();
    }

    /** @return what was removed; empty when there is no such key */
    public Optional<KnownHostKey> remove(Transaction change, UUID id) {
        Optional<KnownHostKey> before = change.query("select * from machine_key where id = :id")
                .bind("id", id.toString()).map(ROW).findOne();
        change.update("delete from machine_key where id = :id").bind("id", id.toString()).execute();
        return before;
    }
}
