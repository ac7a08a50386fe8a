package secondsite.app.action;

import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.Protection;

/** A machine to which something is to be done. @param protection how it is protected, as told last; null while that is not known */
public record ChosenMachine(MachineSummary summary, Protection protection) {}
