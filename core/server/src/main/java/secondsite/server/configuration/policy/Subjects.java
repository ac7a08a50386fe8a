package secondsite.server.configuration.policy;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** The machines for which the cost of a policy is asked. */
public interface Subjects {

    /**
     * One of them.
     *
     * @param target name of the master target that keeps it; empty when none does yet
     */
    record Subject(UUID id, String name, String target, List<SubjectDisk> disks) {}

    /**
     * A disk. Bytes.
     *
     * @param spoolLimit most that its agent can keep; empty when that is not known
     * @param keptBytes  that its replica takes already, base image and journal
     */
    record SubjectDisk(UUID id, long size, OptionalLong spoolLimit, long keptBytes) {}

    /** All machines, by name. */
    List<Subject> all();

    /** Those that are replicated, or would be, as a policy says. */
    List<Subject> using(UUID policy);

    /** Bytes that are free, by the name of the master target. */
    Map<String, Long> free();
}
