package secondsite.api.installation;

import java.util.List;

/** The packages of the agent that are there, the newest version first. */
public record PackageList(List<AgentPackage> packages) {

    public PackageList {
        packages = List.copyOf(packages);
    }
}
