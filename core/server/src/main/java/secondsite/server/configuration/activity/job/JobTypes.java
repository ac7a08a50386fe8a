package secondsite.server.configuration.activity.job;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** The kinds of jobs that this server can do. They may need the jobs themselves, so they are looked for when they are needed. */
@Singleton
final class JobTypes {

    private final Provider<Set<JobType>> all;

    @Inject
    JobTypes(Provider<Set<JobType>> all) {
        this.all = all;
    }

    Optional<JobType> find(String word) {
        return all.get().stream().filter(type -> type.word().equals(word)).findFirst();
    }
}
