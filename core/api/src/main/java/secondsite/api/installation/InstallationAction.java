package secondsite.api.installation;

/** What is to be done on machines. */
public enum InstallationAction {
    /** Only looks whether an installation would go well; nothing is changed. */
    PREFLIGHT,
    /** Installs the agent, lets it join the deployment, and starts it. */
    INSTALL,
    /** Puts another version in the place of the one that is there, which is kept for a roll-back. */
    UPGRADE,
    /** Brings back the version that was there before the last upgrade. */
    ROLL_BACK,
    /** Removes the agent with all that it kept; disks stay as they are. */
    UNINSTALL
}
