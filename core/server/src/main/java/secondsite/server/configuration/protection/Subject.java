package secondsite.server.configuration.protection;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import secondsite.server.configuration.activity.job.JobContext;

/** What a job of this package is about, and what it was given. */
final class Subject {

    /** Ids of disks, with commas between. */
    static final String DISKS = "disks";

    private static final String BESIDE = "/";

    private Subject() {}

    static UUID machine(JobContext job) {
        return UUID.fromString(job.order().subject().split(BESIDE, 2)[0]);
    }

    /** Of work that goes on beside other jobs of the machine: nobody is to wait for it. */
    static String beside(UUID machine, String type) {
        return machine + BESIDE + type;
    }

    static boolean flag(JobContext job, String name) {
        return Boolean.parseBoolean(job.order().parameters().get(name));
    }

    static List<UUID> disks(JobContext job) {
        return Arrays.stream(job.order().parameters().getOrDefault(DISKS, "").split(","))
                .filter(id -> !id.isEmpty()).map(UUID::fromString).toList();
    }

    static IllegalArgumentException unknown(String task) {
        return new IllegalArgumentException("there is no task '" + task + "'");
    }
}
