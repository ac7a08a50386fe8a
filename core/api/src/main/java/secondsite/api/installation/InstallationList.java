package secondsite.api.installation;

import java.util.List;

/** Installations, the newest first. */
public record InstallationList(List<Installation> installations) {

    public InstallationList {
        installations = List.copyOf(installations);
    }
}
