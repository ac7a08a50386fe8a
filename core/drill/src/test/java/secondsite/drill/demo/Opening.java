package secondsite.drill.demo;

/** The first lines: what runs where. */
record Opening(Screen screen, Stage stage, Premises premises) {

    void show() {
        screen.line("What runs where");
        screen.line(
                "  second site   one server, with no configuration: configuration server %s, process server :19443, master target :19444",
                Deployment.SERVER);
        screen.line("                %s; this demo, which asks the configuration server's API, and recovers there",
                premises.whereSecondary());
        screen.line("  primary site  machines %s and %s, an agent each, in %s; later %s, and a host of machines",
                Disks.WEB, Disks.DATABASE, premises.wherePrimary(), String.join(" and ", Guests.NAMES));
        screen.line("  between them  a line, over which all that agents say goes: a proxy at %s:%d",
                premises.lineAddress(), premises.line().port());
        screen.line("  file systems  %s", stage.root()
                ? "ext4 of the kernel, on loop devices"
                : "ext4 by fuse2fs, as nobody but root may mount");
        screen.line("  all files     %s", stage.directory());
    }
}
