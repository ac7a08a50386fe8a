package secondsite.server.process.push.check;

import secondsite.api.installation.PreflightCheck;

/** One precondition. */
public interface Check {

    PreflightCheck.Name name();

    PreflightCheck look(Found found);
}
