package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.point.Export;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.server.hypervisor.GuestLedger;

/** Machines that run go to the second site, are protected there, come home, and are protected at home again. */
final class Circle {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    /** So many records more show that a machine goes on. */
    private static final int RECORDS = 3;
    private static final Set<ErrorCode> OF_FAILOVERS = EnumSet.of(ErrorCode.FAILOVER_OPEN, ErrorCode.COMMIT_PENDING,
            ErrorCode.FAILED_OVER);

    private final Stage stage;
    private final Premises premises;
    private final Telling telling;
    private final Deployment deployment;
    private final Administrator administrator;
    private final BothSites sites;
    private final JobWatch watch;
    private final Failovers failovers;
    private List<GuestMachine> guests;

    Circle(Stage stage, Premises premises, Telling telling, Deployment deployment, Administrator administrator) {
        this.stage = stage;
        this.premises = premises;
        this.telling = telling;
        this.deployment = deployment;
        this.administrator = administrator;
        this.sites = new BothSites(stage, telling, deployment, administrator);
        this.watch = new JobWatch(administrator, telling.screen());
        this.failovers = new Failovers(administrator.failovers(), watch);
    }

    /** @param policy under which the machines are protected */
    void tell(UUID policy) {
        guests = sites.open();
        telling.chapter("They are protected, and say how they come up at the second site");
        watch.done(administrator.protect(Guests.NAMES, policy));
        guests.forEach(guest -> failovers.settings(guest, new Guests(stage).settings()));
        telling.chapter("There: planned failover to the second site, and commit");
        Map<GuestMachine, Failover> there = failOver("circleThere", "planned failover, order to copies that work",
                GuestMachine::image);
        reverseThere();
        goesOn(there);
        telling.chapter("Home: planned failover back to the primary site, and commit");
        Map<GuestMachine, Failover> home = failOver("circleHome", "failback, order to machines that work at home",
                sites::imageThere);
        reverseHome();
        goesOn(home);
        compare(home);
        nothingIsLeft();
    }

    /** @param left where the disk is that a machine leaves behind */
    private Map<GuestMachine, Failover> failOver(String key, String what, Function<GuestMachine, Path> left) {
        long begun = System.nanoTime();
        Map<GuestMachine, Failover> up = failovers.order(guests, FailoverKind.PLANNED);
        telling.numbers().seconds(key, what, (System.nanoTime() - begun) * 1e-9);
        up.forEach((guest, failover) -> judge(guest, failover, left.apply(guest)));
        return failovers.commit(up);
    }

    private void judge(GuestMachine guest, Failover failover, Path left) {
        GuestLedger ledger = ledger(left);
        long begun = failovers.begunAfter(failover);
        telling.findings().check(guest.machine(),
                Boolean.TRUE.equals(failover.works()) && ledger.fault().isEmpty() && ledger.last() == begun,
                "it works at the other site and went on after record %d; %d are on the disk that it left%s"
                        .formatted(begun, ledger.last(), ledger.fault().isEmpty() ? "" : ", " + ledger.fault()));
    }

    private static GuestLedger ledger(Path image) {
        try {
            return GuestLedger.of(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reverseThere() {
        telling.chapter("Protected there: the replication is reversed while they run");
        long before = deployment.writtenBy(BothSites.GATEWAY_THERE);
        failovers.reverse(guests, GuestMachine::agentThere, BothSites.GATEWAY_THERE, BothSites.KEEPER_HERE);
        protectedNow();
        differences("circleBack", deployment.writtenBy(BothSites.GATEWAY_THERE) - before,
                "written by the process server of the way back, into its cache and over the line");
    }

    private void reverseHome() {
        telling.chapter("Protected at home again");
        long before = premises.line().bytes();
        failovers.reverse(guests, GuestMachine::machine, Deployment.GATEWAY, Deployment.KEEPER);
        protectedNow();
        differences("circleAgain", premises.line().bytes() - before, "over the line meanwhile");
    }

    private void protectedNow() {
        guests.forEach(guest -> Patience.until(guest.machine() + " is protected", LONGEST,
                () -> administrator.state(guest.id()).recoverable()));
    }

    /** The old disks are there still, and most of what is on them is as it was. */
    private void differences(String key, long bytes, String what) {
        long used = guests.stream().mapToLong(guest -> Disk.usedBytes(guest.image())).sum();
        telling.numbers().bytes(key, "to reverse the replication, " + what, bytes);
        telling.findings().check("reversed", bytes < used / 2,
                "%s of %s that the disks use: what is the same did not travel"
                        .formatted(Numbers.mebibytes(bytes), Numbers.mebibytes(used)));
    }

    private void goesOn(Map<GuestMachine, Failover> failovers) {
        failovers.forEach((guest, failover) -> {
            long told = told(failover);
            Patience.until(guest.machine() + " tells of further records", LONGEST,
                    () -> told(failover) >= told + RECORDS);
        });
        telling.say("the machines did not stop for it");
    }

    private long told(Failover failover) {
        return GuestLedger.told(failovers.said(failover));
    }

    /** What the second site keeps of the machines, which run at the primary one, after all of it. */
    private void compare(Map<GuestMachine, Failover> home) {
        MasterTarget target = MasterTarget.at(administrator.masterTarget(Deployment.KEEPER),
                deployment.administratorsCertificate(), stage.cleanUp());
        long records = 0;
        for (GuestMachine guest : guests) {
            long told = told(home.get(guest));
            new Settling(administrator, List.of(guest.machine())).settle();
            GuestLedger ledger = kept(target, guest);
            telling.findings().check(guest.machine(), ledger.fault().isEmpty() && ledger.last() >= told,
                    "the second site keeps all its records from 1 to %d, each following from the one before it%s"
                            .formatted(ledger.last(), ledger.fault().isEmpty() ? "" : "; but " + ledger.fault()));
            records += ledger.last();
        }
        telling.numbers().count("circleRecords", "records of the machines, whole after the circle", records);
    }

    /** Alerts of failovers end with them. */
    private void nothingIsLeft() {
        telling.nextHealth(administrator, Guests.NAMES);
        List<ErrorCode> left = administrator.alerts().stream().filter(alert -> Guests.NAMES.contains(alert.about()))
                .map(Alert::code).filter(OF_FAILOVERS::contains).toList();
        telling.findings().check("alerts", left.isEmpty(),
                "none of a failover is open after the machines are home" + (left.isEmpty() ? "" : ", but " + left));
    }

    private GuestLedger kept(MasterTarget target, GuestMachine guest) {
        Path copy = stage.directory().resolve(guest.machine() + ".raw");
        Export export = target.open(administrator.disk(guest), "latest");
        Shell.run("nbdcopy", "nbd+unix:///?socket=" + export.unixSocket(), copy.toString());
        target.close(export);
        GuestLedger ledger = ledger(copy);
        try {
            Files.delete(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ledger;
    }
}
