package secondsite.api.host;

/** A disk of a machine. @param name by which orders call it: letters, digits, dots, dashes and underscores */
public record MachineDisk(String name, DiskSource source) {

    private static final int LONGEST_NAME = 64;

    public MachineDisk {
        Checks.text("disk name", name, 1, LONGEST_NAME);
        Checks.hold(name.matches("[A-Za-z0-9._-]+"), "disk name",
                "'" + name + "' has characters other than A-Z a-z 0-9 . _ -");
        Checks.present("source of disk " + name, source);
    }
}
