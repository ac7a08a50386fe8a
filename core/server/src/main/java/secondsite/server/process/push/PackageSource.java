package secondsite.server.process.push;

import java.io.IOException;
import java.io.OutputStream;
import secondsite.api.installation.AgentPackage;

/** Where packages of the agent come from. */
public interface PackageSource {

    /** Writes a package; whether it is the right one is found out afterwards. */
    void fetch(AgentPackage wanted, OutputStream to) throws IOException;
}
