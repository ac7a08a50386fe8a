package secondsite.server.administration;

import java.util.List;
import picocli.CommandLine;

/** All of the administrator's verbs. */
public final class Administration {

    private Administration() {}

    /** Adds them to a program's command line. */
    public static void addTo(CommandLine program, Surroundings in) {
        List.of(new SessionVerbs.Login(in), new SessionVerbs.Logout(in), new HealthVerbs.Glance(in),
                new MachineVerbs.Machines(in), new MachineVerbs.Machine(in), new ProtectionVerbs.Protect(in),
                new ProtectionVerbs.Unprotect(in), new PauseVerbs.Pause(in), new PauseVerbs.Resume(in),
                new ProtectionVerbs.Resync(in), new ProtectionVerbs.Verify(in), new ProtectionVerbs.Move(in),
                new ProtectionVerbs.AddDisk(in), new ProtectionVerbs.RemoveDisk(in), new ProtectionVerbs.Bookmark(in),
                new ProtectionVerbs.AppPoint(in), new PointVerbs.Points(in), new PointVerbs.Pin(in),
                new PointVerbs.Unpin(in), new PointVerbs.Pins(in)).forEach(program::addSubcommand);
        add(program, new KeepingVerbs.Deletions(in), new KeepingVerbs.Request(in), new KeepingVerbs.Undo(in));
        add(program, new KeepingVerbs.Clock(in), new KeepingVerbs.Confirm(in));
        add(program, new JobVerbs.Jobs(in), new JobVerbs.Cancel(in), new JobVerbs.Retry(in));
        program.addSubcommand(new JobVerbs.One(in));
        add(program, new HealthVerbs.Alerts(in), new HealthVerbs.Acknowledge(in));
        List.of(new EventVerb(in), new HealthVerbs.Errors(in), new PolicyVerbs.Policies(in), new PolicyVerbs.One(in),
                new InventoryVerbs.Servers(in), new InventoryVerbs.Sites(in), new InventoryVerbs.Groups(in),
                new SecurityVerbs.Users(in), new SecurityVerbs.Credentials(in), new SecurityVerbs.Audit(in))
                .forEach(program::addSubcommand);
        add(program, new FailoverVerbs.Group(), new FailoverVerbs.Test(in), new FailoverVerbs.Planned(in),
                new FailoverVerbs.Unplanned(in), new FailoverVerbs.Clean(in), new FailoverVerbs.Commit(in),
                new FailoverVerbs.Cancel(in), new FailoverVerbs.Start(in), new FailoverVerbs.Point(in),
                new FailoverVerbs.Show(in),
                new ReverseVerb(in));
        program.addSubcommand(new FailoverVerbs.All(in));
        program.addSubcommand(new NetworkVerbs.Networks(in));
        add(program, new NetworkVerbs.Group(), new NetworkVerbs.Add(in), new NetworkVerbs.Mapping(in),
                new NetworkVerbs.OfCard(in));
        add(program, new SecurityVerbs.Tokens(), new SecurityVerbs.MakeToken(in));
        add(program, new InstallationVerbs.Group(), new InstallationVerbs.Preflight(in),
                new InstallationVerbs.Install(in), new InstallationVerbs.Upgrade(in),
                new InstallationVerbs.RollBack(in), new InstallationVerbs.Uninstall(in),
                new InstallationVerbs.All(in), new InstallationVerbs.Retry(in), new InstallationVerbs.Packages(in),
                new InstallationVerbs.Keys(in), new InstallationVerbs.ForgetKey(in), new InstallationVerbs.Pull(in));
        program.addSubcommand(new PlanVerbs.Plans(in));
        add(program, new PlanVerbs.One(), new PlanVerbs.Show(in), new PlanVerbs.Export(in), new PlanVerbs.Import(in),
                new PlanVerbs.Dry(in), new PlanRunVerbs.Run(in), new PlanRunVerbs.Runs(in), new PlanRunVerbs.Status(in),
                new PlanRunVerbs.Confirm(in), new PlanRunVerbs.Retry(in), new PlanRunVerbs.Skip(in),
                new PlanRunVerbs.Stop(in), new PlanRunVerbs.Cancel(in), new PlanRunVerbs.Clean(in),
                new PlanRunVerbs.Evidence(in));
    }

    /** The program first, so that its verbs inherit what holds for all. */
    private static void add(CommandLine program, Object verb, Object... below) {
        var line = new CommandLine(verb);
        program.addSubcommand(line);
        for (Object each : below) {
            line.addSubcommand(each);
        }
    }
}
