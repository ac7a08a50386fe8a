package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.util.Subscription;
import secondsite.api.client.TransferException;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.installation.TargetMachine;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.Alternative;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;
import secondsite.app.wizard.Wizards;
import secondsite.app.words.FailureText;

/** Agents are brought to machines, or changed there: which machines, with what is signed in, over which server; the machines are looked at; then it is done. */
final class InstallWorkflow {

    private final Wizards wizards;
    private final Means means;
    private final AgentVersions versions;
    private final PullWorkflow pulling;
    private final InstallationWords words;
    private final CheckList checks;
    private final FailureText failures;
    private final Texts texts;

    /** Who is asked, and when. */
    record Means(Session session, LiveModel live, Tasks tasks, TickingClock clock) {

        @Inject
        Means {
        }
    }

    @Inject
    InstallWorkflow(Wizards wizards, Means means, AgentVersions versions, PullWorkflow pulling,
            InstallationWords words, CheckList checks, FailureText failures, Texts texts) {
        this.wizards = wizards;
        this.means = means;
        this.versions = versions;
        this.pulling = pulling;
        this.words = words;
        this.checks = checks;
        this.failures = failures;
        this.texts = texts;
    }

    /** On machines that have none. */
    void install() {
        begin(InstallationAction.INSTALL, List.of());
    }

    /** @param agents whose machines are meant */
    void begin(InstallationAction action, List<MachineSummary> agents) {
        var signIn = new SignInViewModel(means.session(), means.tasks(), texts);
        var model = new InstallViewModel(action, agents, means.live(), versions, signIn, texts);
        var preflight = new PreflightViewModel(model, means.session(), means.tasks(), means.clock(), words, failures,
                texts);
        var pages = new InstallPages(model, texts);
        // What is known of agents may still come; what lives longer than the wizard does not keep it, and what it was told.
        Subscription known = versions.changes().subscribe(_ -> model.read());
        wizards.onceClosed(() -> {
            known.unsubscribe();
            preflight.close();
        });
        versions.ask();
        String key = InstallPages.key(action);
        List<Step> steps = List.of(
                new PageStep(texts.text("install.step.machines"),
                        model.installs() ? pages.machines() : pages.reached(), model.machinesFault(), model::read),
                new PageStep(texts.text("install.step.sign-in"), new SignInPage(signIn, texts).page(), signIn.fault(),
                        signIn::ask),
                new PageStep(texts.text(model.brings() ? "install.step.server" : "install.step.server-only"),
                        pages.server(), model.serverFault(), model::judge),
                new PreflightStep(preflight, checks, texts));
        wizards.open(new Wizard(WizardKind.NEUTRAL, texts.text(key + ".title", agents.size()),
                texts.text(key + ".detail"), Optional.empty(), steps, new Sentences(model, preflight),
                new Deed(() -> action == InstallationAction.UNINSTALL ? Gate.REVIEW : Gate.NONE, () -> "",
                        () -> texts.text("install.uninstall.state"),
                        () -> texts.text(key + ".verb", preflight.passed().size()),
                        () -> order(model, preflight.passed())),
                model.installs()
                        ? Optional.of(new Alternative(texts.text("install.pull"), "ci-terminal", pulling::begin))
                        : Optional.empty()));
    }

    private Place order(InstallViewModel model, List<TargetMachine> machines) throws TransferException {
        InstallationRequest request = model.request(model.action(), machines);
        return place(means.session().installations().order(request, model.key(request)).installations());
    }

    private static Place place(List<Installation> ordered) {
        return new Place(Screen.INSTALLATIONS, ordered.getFirst().batch().toString());
    }

    /** Once more where it did not go well: with what is signed in is asked again, as it was not kept. */
    void retry(ChosenBatch batch) {
        var signIn = new SignInViewModel(means.session(), means.tasks(), texts);
        List<String> names = batch.failed().stream().map(Installation::address).toList();
        String key = UUID.randomUUID().toString();
        wizards.open(new Wizard(WizardKind.NEUTRAL, texts.text("install.retry.title", names.size()),
                texts.text("install.retry.detail"), Optional.empty(),
                List.of(new PageStep(texts.text("install.step.sign-in"), new SignInPage(signIn, texts).page(),
                        signIn.fault(), signIn::ask)),
                new Review() {
                    @Override
                    public List<Sentence> sentences() {
                        return List.of(Sentence.plain(texts.text("install.review.machines"), list(names)),
                                Sentence.plain(texts.text("install.review.sign-in"), signIn.described()),
                                Sentence.good(texts.text("install.review.effect"),
                                        texts.text("install.retry.effect")));
                    }

                    @Override
                    public String command() {
                        return "secondsite agents retry " + batch.id() + access(signIn) + trusting(signIn);
                    }
                },
                new Deed(Gate.NONE, "", "", texts.text("install.retry.verb", names.size()),
                        () -> place(means.session().installations()
                                .retry(new InstallationRetry(batch.id(), signIn.signIn(), signIn.kept(),
                                        signIn.trust().get() ? Boolean.TRUE : null), key)
                                .installations())),
                Optional.empty()));
    }

    private String list(List<String> names) {
        return InstallViewModel.names(names, rest -> texts.text("install.review.more", rest));
    }

    private static String trusting(SignInViewModel signIn) {
        return signIn.trust().get() ? " --trust-new-keys" : "";
    }

    /** Secrets stand in files. */
    private static String access(SignInViewModel signIn) {
        return switch (signIn.way().get()) {
            case KEPT -> " --credential " + quoted(signIn.credential().get().name());
            case PASSWORD -> " --user " + quoted(signIn.user().get().strip()) + " --password-file PASSWORD"
                    + sudo(signIn);
            case KEY -> " --user " + quoted(signIn.user().get().strip()) + " --key-file KEY"
                    + (signIn.passphrase().get().isEmpty() ? "" : " --passphrase-file PASSPHRASE") + sudo(signIn);
        };
    }

    private static String sudo(SignInViewModel signIn) {
        return signIn.sudo().get().isEmpty() ? "" : " --sudo-password-file SUDO";
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private final class Sentences implements Review {

        private final InstallViewModel model;
        private final PreflightViewModel preflight;

        Sentences(InstallViewModel model, PreflightViewModel preflight) {
            this.model = model;
            this.preflight = preflight;
        }

        @Override
        public List<Sentence> sentences() {
            String key = InstallPages.key(model.action());
            List<Sentence> all = new ArrayList<>();
            all.add(Sentence.plain(texts.text("install.review.machines"),
                    list(preflight.passed().stream().map(this::name).toList())));
            all.add(Sentence.plain(texts.text("install.review.way"),
                    texts.text("install.review.way.text", model.server().get().name(), model.signIn().described())));
            if (model.brings()) {
                all.add(Sentence.plain(texts.text("install.version"), model.version().get()
                        .orElseGet(() -> texts.text("install.version.newest",
                                model.versions().newest().orElse("")))));
            }
            String effect = texts.text(key + ".effect");
            all.add(model.action() == InstallationAction.UNINSTALL
                    ? Sentence.danger(texts.text("install.review.effect"), effect)
                    : Sentence.good(texts.text("install.review.effect"), effect));
            all.add(Sentence.plain(texts.text("install.review.failing"), texts.text(key + ".failing")));
            List<String> out = preflight.leftOut().stream().map(each -> each.machine().address()).toList();
            if (!out.isEmpty()) {
                all.add(Sentence.danger(texts.text("install.review.left-out"), list(out)));
            }
            return all;
        }

        private String name(TargetMachine machine) {
            return machine.name() == null || machine.name().equals(machine.address())
                    ? machine.address()
                    : texts.text("install.review.name", machine.name(), machine.address());
        }

        @Override
        public String command() {
            String verb = model.action().name().toLowerCase(Locale.ROOT).replace('_', '-');
            String machines = preflight.passed().stream().map(Sentences::word).collect(Collectors.joining(" "));
            return "secondsite agents " + verb + " " + machines + access(model.signIn()) + " --process-server "
                    + quoted(model.server().get().name())
                    + model.version().get().filter(_ -> model.brings()).map(each -> " --agent-version " + each)
                            .orElse("")
                    + trusting(model.signIn());
        }

        private static String word(TargetMachine machine) {
            String address = machine.address().contains(":") ? "[" + machine.address() + "]" : machine.address();
            return machine.sshPort() == TargetMachine.SSH_PORT ? address : address + ":" + machine.port();
        }

        @Override
        public String afterwards() {
            return texts.text(InstallPages.key(model.action()) + ".afterwards");
        }
    }
}
