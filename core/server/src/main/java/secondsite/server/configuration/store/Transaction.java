package secondsite.server.configuration.store;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** What happens in the database together, or not at all. */
public final class Transaction {

    /** Wants to know how a change ended. */
    public interface Follower {

        /** @param kept whether the change is in the database now; false when nothing of it is */
        void over(boolean kept);
    }

    private final Handle handle;
    private final List<Follower> followers = new ArrayList<>();

    Transaction(Handle handle) {
        this.handle = handle;
    }

    Query query(String sql) {
        return handle.createQuery(sql);
    }

    Update update(String sql) {
        return handle.createUpdate(sql);
    }

    PreparedBatch batch(String sql) {
        return handle.prepareBatch(sql);
    }

    /** Tells somebody when this is over, before the next change begins. He must not take long, and not use the database. */
    public void whenOver(Follower follower) {
        followers.add(follower);
    }

    void over(boolean kept) {
        followers.forEach(follower -> follower.over(kept));
    }
}
