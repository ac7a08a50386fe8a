package secondsite.drill.console;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import secondsite.api.client.ActivityClient.Jobs;
import secondsite.api.machine.MachineSummary;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanGroup;
import secondsite.api.replication.EnableRequest;
import secondsite.api.site.HostGroup;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.fx.Language;
import secondsite.app.fx.Theme;
import secondsite.app.navigation.Screen;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.Patience;

/** Writes a picture of every screen, in both themes and languages, of a small deployment of real programs. */
public final class Screenshots {

    private static final int DISK = 16 << 20;
    private static final List<String> MACHINES = List.of("erp-01", "erp-02", "mail-01", "web-01");
    private static final String TESTED = MACHINES.get(1);
    private static final String MOVED = MACHINES.get(2);
    private static final long SETTLING_MILLIS = 1_500;
    /** What is still already only takes on its colours. */
    private static final long STILL_MILLIS = 400;

    private final ManagedDeployment deployment;
    private final Path into;

    private Screenshots(ManagedDeployment deployment, Path into) {
        this.deployment = deployment;
        this.into = into;
    }

    public static void main(String[] words) throws IOException {
        if (words.length != 1 || words[0].startsWith("-")) {
            System.err.println("usage: installer/screenshots DIR");
            System.exit(2);
        }
        // Sockets have short paths.
        Path folder = Files.createTempDirectory("ss");
        try (var deployment = ManagedDeployment.hosting(folder, "directory: machines\naccelerated: false",
                ManagedDeployment.Start.PLAIN)) {
            var shots = new Screenshots(deployment, Files.createDirectories(Path.of(words[0])));
            shots.fill(folder);
            shots.take(folder.resolve("kept"));
        }
        System.exit(0);
    }

    /** As an administrator would. */
    private void fill(Path folder) throws IOException {
        AgentPictures.prepare(folder);
        Site home = named(SiteKind.PRIMARY, "Frankfurt");
        named(SiteKind.SECONDARY, "Munich");
        deployment.inventory().put(new HostGroup(null, "ERP core", home.id(), null));
        for (String name : MACHINES) {
            Path disk = Files.write(folder.resolve(name + ".raw"), new byte[DISK]);
            deployment.machine(name, Map.of("system", disk));
        }
        for (String name : MACHINES.subList(0, MACHINES.size() - 1)) {
            protect(deployment.known(name));
        }
        deployment.known(MACHINES.getLast());
        plan();
    }

    /** The site of that kind that a server has from its beginning on. */
    private Site named(SiteKind kind, String name) throws IOException {
        Site first = deployment.inventory().sites().stream().filter(site -> site.kind() == kind).findFirst()
                .orElseThrow();
        return deployment.inventory().put(new Site(first.id(), name, kind));
    }

    private void plan() throws IOException {
        List<UUID> ids = MACHINES.stream().map(name -> deployment.known(name).id()).toList();
        deployment.plans().add(new Plan("ERP", "ERP first, then mail", new PlanGoals(900, 300), null,
                List.of(new PlanGroup("ERP",
                        List.of(new PlanAction.Confirmation("Call the network team", null, "The line stands", 30)),
                        ids.subList(0, 2), List.of(new PlanAction.Delay("Let it settle", null, 30))),
                        new PlanGroup("Mail", null, ids.subList(2, 3), null))));
    }

    private void protect(MachineSummary machine) throws IOException {
        deployment.done(deployment.protection().enable(machine.id(), new EnableRequest(null, null, null, List.of())));
    }

    private void take(Path kept) throws IOException {
        try (var console = new ConsoleStage(kept)) {
            var wizards = new WizardPictures(deployment, console,
                    (name, language) -> bothThemes(console, name, language, STILL_MILLIS));
            wizards.prepare(deployment.known(TESTED).id());
            wizards.prepare(deployment.known(MOVED).id());
            console.until("the form is shown", () -> console.sees("#signIn"));
            everyLook(console, "entry");
            console.signIn(deployment);
            console.until("all was told", () -> console.reads("· live"));
            console.press("#search");
            bothThemes(console, "palette", Language.ENGLISH);
            console.press("#search");
            console.press("#moreJobs");
            bothThemes(console, "drawer", Language.ENGLISH);
            console.press("#moreJobs");
            for (Screen screen : Arrays.stream(Screen.values()).filter(Screen::offered).toList()) {
                Optional<String> parameter = parameter(screen);
                if (parameter.isPresent()) {
                    console.go(screen, parameter.get());
                    everyLook(console, screen.name().toLowerCase(Locale.ROOT));
                }
            }
            partsOfMachine(console);
            help(console);
            protecting(console);
            new AgentPictures(deployment, console,
                    (name, language) -> bothThemes(console, name, language, STILL_MILLIS))
                    .take();
            wizards.take(deployment.known(TESTED).id(), deployment.known(MOVED).id());
        }
    }

    private void partsOfMachine(ConsoleStage console) throws IOException {
        String machine = deployment.known(MACHINES.getFirst()).id().toString();
        for (String part : List.of("points", "disks", "jobs", "events", "settings")) {
            console.go(Screen.MACHINE, machine + "/" + part);
            everyLook(console, "machine-" + part);
        }
    }

    private void help(ConsoleStage console) throws IOException {
        console.press("#help");
        everyLook(console, "help");
        console.press("#help-close");
    }

    private void protecting(ConsoleStage console) throws IOException {
        console.go(Screen.MACHINES, "");
        console.until("machines can be protected", () -> console.sees("#action-protect"));
        console.press("#action-protect");
        String machine = "#protect-machine-" + MACHINES.getLast();
        console.until("the machine is offered", () -> console.sees(machine));
        console.press(machine);
        for (String step : List.of("machines", "target", "disks", "policy", "checks", "review")) {
            bothThemes(console, "protect-" + step, Language.ENGLISH);
            if (!"review".equals(step)) {
                console.press("#wizard-next");
            }
        }
        console.press("#wizard-cancel");
    }

    /** Empty when there is nothing of that kind to show. */
    private Optional<String> parameter(Screen screen) throws IOException {
        return switch (screen) {
            case MACHINE -> Optional.of(deployment.known(MACHINES.getFirst()).id().toString());
            case JOB -> deployment.activity().jobs(Jobs.ALL, null, 1).items().stream()
                    .map(job -> Long.toString(job.number())).findFirst();
            case PLAN -> Optional.of(deployment.plans().plans().plans().getFirst().id().toString());
            default -> Optional.of("");
        };
    }

    private void everyLook(ConsoleStage console, String name) throws IOException {
        for (Language language : Language.values()) {
            console.speak(language);
            bothThemes(console, name, language);
        }
        console.speak(Language.ENGLISH);
    }

    private void bothThemes(ConsoleStage console, String name, Language spoken) throws IOException {
        bothThemes(console, name, spoken, SETTLING_MILLIS);
    }

    private void bothThemes(ConsoleStage console, String name, Language spoken, long millis) throws IOException {
        for (Theme theme : Theme.values()) {
            console.wear(theme);
            // What the screen asks for itself comes when it comes, and what moves comes to rest.
            Patience.pause(millis);
            write(console.picture(), into
                    .resolve("%s-%s-%s.png".formatted(name, theme.name().toLowerCase(Locale.ROOT), spoken.tag())));
        }
    }

    private static void write(WritableImage seen, Path file) throws IOException {
        int width = (int) seen.getWidth();
        int height = (int) seen.getHeight();
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = seen.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        ImageIO.write(picture, "png", file.toFile());
        System.out.println(file);
    }
}
