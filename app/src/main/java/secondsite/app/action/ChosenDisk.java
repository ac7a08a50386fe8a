package secondsite.app.action;

import java.util.UUID;

/** A disk of a machine to which something is to be done. @param covered whether it is protected @param gone whether its agent does not report it any more */
public record ChosenDisk(ChosenMachine machine, UUID disk, String name, boolean covered, boolean gone) {}
