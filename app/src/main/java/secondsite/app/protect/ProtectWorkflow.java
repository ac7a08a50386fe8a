package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.Checks;
import secondsite.app.wizard.ChecksStep;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;
import secondsite.app.wizard.Wizards;
import secondsite.app.words.ToldText;

/** Machines are chosen, then where they are kept, which disks, by which policy; the server looks; then they are protected. */
final class ProtectWorkflow {

    private final Wizards wizards;
    private final Session session;
    private final LiveModel live;
    private final Catalogue catalogue;
    private final ToldText told;
    private final Texts texts;
    private final Formats formats;
    private final Tasks tasks;

    @Inject
    ProtectWorkflow(Wizards wizards, Session session, LiveModel live, Catalogue catalogue, ToldText told,
            Texts texts, Formats formats, Tasks tasks) {
        this.wizards = wizards;
        this.session = session;
        this.live = live;
        this.catalogue = catalogue;
        this.told = told;
        this.texts = texts;
        this.formats = formats;
        this.tasks = tasks;
    }

    /** @param machines that are chosen at first */
    void begin(Collection<UUID> machines) {
        var model = new ProtectViewModel(session, live, catalogue, told, texts, formats, tasks, machines);
        var pages = new ProtectPages(model, texts, formats);
        var steps = List.of(
                new PageStep(texts.text("protect.step.machines"), pages.machines(), model.machinesFault()),
                new PageStep(texts.text("protect.step.target"), pages.target(), model.targetFault()),
                new PageStep(texts.text("protect.step.disks"), pages.disks(), model.disksFault(), model::askDisks),
                new PageStep(texts.text("protect.step.policy"), pages.policy()),
                new ChecksStep(new Checks(model::checks, tasks, texts), texts));
        wizards.open(new Wizard(WizardKind.NEUTRAL, texts.text("protect.title"), texts.text("protect.detail"),
                Optional.empty(), steps, new Sentences(model),
                new Deed(() -> Gate.NONE, () -> "", () -> "", () -> texts.text("protect.verb", model.chosen().size()),
                        model::order),
                Optional.empty()));
    }

    private final class Sentences implements Review {

        private final ProtectViewModel model;

        Sentences(ProtectViewModel model) {
            this.model = model;
        }

        @Override
        public List<Sentence> sentences() {
            List<MachineSummary> machines = model.chosen();
            List<Sentence> all = new ArrayList<>();
            all.add(Sentence.plain(texts.text("protect.review.machines"),
                    machines.stream().map(MachineSummary::name).collect(Collectors.joining(", "))));
            all.add(Sentence.plain(texts.text("protect.review.way"), texts.text("protect.review.way.text",
                    model.processServer().get().name(), model.masterTarget().get().name(), model.targetPlace())));
            all.add(Sentence.plain(texts.text("protect.review.copy"),
                    texts.text("protect.review.copy.text",
                            machines.stream().mapToInt(machine -> model.disksOf(machine.id()).size()).sum(),
                            formats.size(model.bytes()))));
            all.add(Sentence.plain(texts.text("protect.review.policy"), model.policyName()));
            all.add(Sentence.good(texts.text("protect.review.effect"), texts.text("protect.review.effect.text")));
            leftOut(machines).ifPresent(
                    names -> all.add(Sentence.danger(texts.text("protect.review.left-out"), names)));
            return all;
        }

        private Optional<String> leftOut(List<MachineSummary> machines) {
            String names = machines.stream()
                    .flatMap(machine -> model.known().get().getOrDefault(machine.id(), List.of()).stream()
                            .filter(disk -> model.isLeftOut(disk.id()))
                            .map(disk -> machine.name() + "/" + disk.name()))
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? Optional.empty() : Optional.of(texts.text("protect.review.left-out.text", names));
        }

        @Override
        public String command() {
            return model.chosen().stream().map(this::command).collect(Collectors.joining("\n"));
        }

        private String command(MachineSummary machine) {
            String disks = model.disksOf(machine.id()).stream().map(KnownDisk::name).map(Words::quoted)
                    .collect(Collectors.joining(","));
            return "secondsite protect " + Words.quoted(machine.name()) + " --process-server "
                    + Words.quoted(model.processServer().get().name()) + " --master-target "
                    + Words.quoted(model.masterTarget().get().name())
                    + model.policy().get().map(_ -> " --policy " + Words.quoted(model.policyName())).orElse("")
                    + (disks.isEmpty() ? "" : " --disk " + disks);
        }

        @Override
        public String afterwards() {
            return texts.text("protect.review.afterwards");
        }
    }
}
