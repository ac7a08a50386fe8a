package secondsite.server.configuration.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** The disks of machines. */
public final class Disks {

    /**
     * One of them.
     *
     * @param name unique on its machine
     * @param size in bytes
     * @param file where the machine has it, for people
     * @param gone whether its agent does not see it any more
     */
    public record Disk(UUID id, UUID machine, String name, long size, String file, boolean gone) {}

    private static final RowMapper<Disk> ROW = (row, _) -> new Disk(UUID.fromString(row.getString("id")),
            UUID.fromString(row.getString("machine")), row.getString("name"), row.getLong("size"),
            row.getString("file"), row.getInt("gone") != 0);

    public Optional<Disk> find(Transaction transaction, UUID id) {
        return transaction.query("select * from disk where id = :id").bind("id", id.toString()).map(ROW).findOne();
    }

    /** By name. */
    public List<Disk> of(Transaction transaction, UUID machine) {
        return transaction.query("select * from disk where machine = :machine order by name, id")
                .bind("machine", machine.toString()).map(ROW).list();
    }

    /** By machine, then by name. */
    public List<Disk> all(Transaction transaction) {
        return transaction.query("select * from disk order by machine, name, id").map(ROW).list();
    }

    public void add(Transaction change, Disk disk) {
        change.update("""
                insert into disk (id, machine, name, size, file, gone)
                values (:id, :machine, :name, :size, :file, :gone)""")
                .bind("id", disk.id().toString()).bind("machine", disk.machine().toString()).bind("name", disk.name())
                .bind("size", disk.size()).bind("file", disk.file()).bind("gone", disk.gone() ? 1 : 0).execute();
    }

    /** Keeps all of it but its id and machine. */
    public void update(Transaction change, Disk disk) {
        change.update("update disk set name = :name, size = :size, file = :file, gone = :gone where id = :id")
                .bind("id", disk.id().toString()).bind("name", disk.name()).bind("size", disk.size())
                .bind("file", disk.file()).bind("gone", disk.gone() ? 1 : 0).execute();
    }
}
