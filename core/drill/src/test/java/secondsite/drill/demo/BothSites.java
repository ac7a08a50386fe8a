package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import secondsite.drill.tools.HostedMachines;
import secondsite.drill.tools.Patience;

/** Both sites become hosts of machines, with what protects machines of the one at the other; and two machines run at the primary one. */
final class BothSites {

    static final String GATEWAY_THERE = "gateway-there";
    /** The host and master target at the primary site. */
    static final String KEEPER_HERE = "back";

    static final int GATEWAY_THERE_PORT = 19453;
    static final int KEEPER_HERE_PORT = 19454;
    private static final String PROCESS_SERVER = "process-server";
    private static final String MASTER_TARGET = "master-target";
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Stage stage;
    private final Telling telling;
    private final Deployment deployment;
    private final Administrator administrator;
    private final Guests making;

    BothSites(Stage stage, Telling telling, Deployment deployment, Administrator administrator) {
        this.stage = stage;
        this.telling = telling;
        this.deployment = deployment;
        this.administrator = administrator;
        this.making = new Guests(stage);
    }

    /** @return the machines, which run */
    List<GuestMachine> open() {
        telling.chapter("Two machines that run; and both sites become hosts of machines");
        makeFolders();
        hostThere();
        // To start programs takes most of the time.
        Stream.concat(Stream.<Runnable>of(this::gatewayThere, this::keeperHere),
                Guests.NAMES.stream().<Runnable>mapMulti((name, each) -> {
                    each.accept(() -> agentThere(name));
                    each.accept(() -> agentHere(name));
                })).parallel().forEach(Runnable::run);
        telling.say(
                "the server was started again with the section 'machines' in its settings: its master target runs machines now");
        telling.say(
                "a second master target is at the primary site and runs machines, too; a second process server, and an agent "
                        + "for each machine, wait at the second site");
        await("gateway and keeper of the way back report", () -> administrator.hears(PROCESS_SERVER, GATEWAY_THERE)
                && administrator.hears(MASTER_TARGET, KEEPER_HERE));
        List<GuestMachine> guests = Guests.NAMES.stream().map(this::guest).toList();
        guests.forEach(guest -> await(guest.machine() + " works", () -> guest.source().told() > 0));
        telling.say("%s run at the primary site: QEMU, Debian's kernel, a program that keeps account of what it wrote",
                String.join(" and ", Guests.NAMES));
        return guests;
    }

    private static void await(String what, BooleanSupplier condition) {
        Patience.until(what, LONGEST, condition);
    }

    private void makeFolders() {
        try {
            Files.createDirectories(making.folder());
            Files.createDirectories(imagesThere());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stage.cleanUp().later(new HostedMachines(stage.directory())::end);
    }

    private Path imagesThere() {
        return stage.directory().resolve("there");
    }

    private void hostThere() {
        deployment.restartServer("roles: [configuration-server, process-server, master-target]\nmasterTarget:\n"
                + hosting(imagesThere()));
        await("the server answers again", administrator::isAnswered);
    }

    /** @param old where disks from before a failover lie, so that only what differs comes back to them */
    private static String hosting(Path old) {
        return "  machines:\n    directory: machines\n    accelerated: false\n  seeds: [" + old + "]\n";
    }

    private void gatewayThere() {
        deployment.joinServer(PROCESS_SERVER, GATEWAY_THERE, Site.SECONDARY, GATEWAY_THERE_PORT, "");
    }

    private void keeperHere() {
        deployment.joinServer(MASTER_TARGET, KEEPER_HERE, Site.PRIMARY, KEEPER_HERE_PORT, hosting(making.folder()));
    }

    private void agentThere(String name) {
        String agent = GuestMachine.there(name);
        deployment.join(agent, Site.SECONDARY, "images: " + imagesThere().resolve(name) + "\n");
        deployment.startAgent(agent);
    }

    private void agentHere(String name) {
        making.makeDisk(name);
        deployment.join(name, Site.PRIMARY, making.powerSwitch(name));
        deployment.addDisk(name, GuestMachine.DISK, making.image(name));
        deployment.startAgent(name, deployment.socket(name, GuestMachine.DISK));
    }

    private GuestMachine guest(String name) {
        await(name + " is known", () -> administrator.knows(name, 1));
        return new GuestMachine(name, administrator.id(name), making.image(name),
                making.start(name, deployment.socket(name, GuestMachine.DISK)));
    }

    /** A machine's disk at the second site. */
    Path imageThere(GuestMachine guest) {
        UUID disk = administrator.disk(guest.id());
        return imagesThere().resolve(guest.machine()).resolve(GuestMachine.DISK + "-" + disk + ".raw");
    }
}
