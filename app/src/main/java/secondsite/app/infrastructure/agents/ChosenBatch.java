package secondsite.app.infrastructure.agents;

import java.util.List;
import java.util.UUID;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;

/** What was ordered together. */
record ChosenBatch(UUID id, List<Installation> installations) {

    ChosenBatch {
        installations = List.copyOf(installations);
    }

    /** Where it failed or was given up. */
    List<Installation> failed() {
        return installations.stream()
                .filter(each -> each.state() == JobState.FAILED || each.state() == JobState.CANCELLED).toList();
    }

    List<Installation> open() {
        return installations.stream().filter(each -> !each.state().over()).toList();
    }

    InstallationAction action() {
        return installations.getFirst().action();
    }
}
