package secondsite.server.configuration.store;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** The agents of places where machines ran before. */
public final class FormerAgents {

    /**
     * One of them.
     *
     * @param machine ran there
     * @param epoch   in which the machine is written elsewhere
     * @param files   where it has the machine's disks, as JSON
     */
    public record FormerAgent(String agent, UUID machine, int epoch, String files) {}

    private static final RowMapper<FormerAgent> ROW = (row, _) -> new FormerAgent(row.getString("agent"),
            UUID.fromString(row.getString("machine")), row.getInt("epoch"), row.getString("files"));

    /** By name. */
    public List<FormerAgent> all(Transaction transaction) {
        return transaction.query("select * from former_agent order by agent").map(ROW).list();
    }

    /** Adds one, or keeps what is told of it now. */
    public void put(Transaction change, FormerAgent former) {
        remove(change, former.agent());
        change.update(
                "insert into former_agent (agent, machine, epoch, files) values (:agent, :machine, :epoch, :files)")
                .bind("agent", former.agent()).bind("machine", former.machine().toString())
                .bind("epoch", former.epoch()).bind("files", former.files()).execute();
    }

    public void remove(Transaction change, String agent) {
        change.update("delete from former_agent where agent = :agent").bind("agent", agent).execute();
    }
}
