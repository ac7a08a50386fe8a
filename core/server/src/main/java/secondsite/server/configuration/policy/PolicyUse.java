package secondsite.server.configuration.policy;

import java.util.List;
import java.util.UUID;

/** Who is replicated as a policy says. */
public interface PolicyUse {

    /** Names of those that use this policy, for people; a policy with any is not removed. */
    List<String> users(UUID policy);
}
