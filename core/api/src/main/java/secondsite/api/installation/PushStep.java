package secondsite.api.installation;

/** What a process server does on a machine at one order. Each may be done again, and then does what is left of it. */
public enum PushStep {
    /** Looks at everything; changes nothing. */
    PREFLIGHT,
    /** Brings the package there, and reserves the machine. */
    COPY,
    /** Installs the package that was brought. */
    INSTALL,
    /** Lets the agent join. */
    REGISTER,
    /** Starts its service, or starts it anew; then the machine is free for others. */
    START,
    /** Installs the package before. */
    ROLL_BACK,
    /** Removes everything. */
    UNINSTALL,
    /** Removes what an installation that broke off brought, but not what was installed; then the machine is free for others. */
    CLEAN
}
