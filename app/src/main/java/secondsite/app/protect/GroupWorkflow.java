package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ToggleGroup;
import secondsite.api.replication.ReplicationGroup;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.Gate;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.protect.ShortWizards.ShortWizard;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Sentence;

/** Machines that belong together get their points at the same moment: put into a group, taken out of it, or a point made of all of it. */
final class GroupWorkflow {

    private static final double WIDTH = 280;

    private final ShortWizards shorts;
    private final Session session;
    private final LiveModel live;
    private final Navigator navigator;
    private final Texts texts;
    private final Formats formats;

    @Inject
    GroupWorkflow(ShortWizards shorts, Session session, LiveModel live, Navigator navigator, Texts texts,
            Formats formats) {
        this.shorts = shorts;
        this.session = session;
        this.live = live;
        this.navigator = navigator;
        this.texts = texts;
        this.formats = formats;
    }

    void choose(List<ChosenMachine> machines) {
        var model = new GroupViewModel(List.copyOf(live.replicationGroups()), machines, texts);
        Place here = navigator.place().get();
        String names = machines.stream().map(machine -> machine.summary().name()).collect(Collectors.joining(", "));
        shorts.open(new ShortWizard(texts.text("group.title", machines.size(), names), texts.text("group.detail"),
                List.of(new PageStep(texts.text("group.step"), page(model), model.fault())),
                () -> sentences(model, names), () -> "", "", Gate.DIALOG, "", "",
                texts.text("group.verb", machines.size()), () -> {
                    put(model);
                    return here;
                }));
    }

    private Node page(GroupViewModel model) {
        var group = new ToggleGroup();
        var form = new Form().heading(texts.text("group.heading")).explanation(texts.text("group.explanation"))
                .option(group, "group-none", model.choice(), GroupViewModel.Choice.NONE, texts.text("group.none"),
                        texts.text("group.none.meaning"));
        for (ReplicationGroup each : model.groups()) {
            form.option(group, "group-" + each.name(), model.choice(), new GroupViewModel.Choice(each.id(), false),
                    each.name(), members(each));
        }
        return form.option(group, "group-new", model.choice(), GroupViewModel.Choice.NEW, texts.text("group.new"), "")
                .text("group-name", texts.text("group.name"), model.name(),
                        model.choice().flatMap(now -> now.fresh() ? model.fault() : model.name().map(_ -> "")), WIDTH)
                .page();
    }

    private String members(ReplicationGroup group) {
        String names = group.machines().stream().flatMap(machine -> live.machine(machine).stream())
                .map(machine -> machine.name()).sorted().collect(Collectors.joining(", "));
        return group.pointSeconds() == 0
                ? texts.text("group.members.ordered", names)
                : texts.text("group.members", names, formats.duration((double) group.pointSeconds()));
    }

    private List<Sentence> sentences(GroupViewModel model, String names) {
        List<Sentence> said = new ArrayList<>();
        said.add(Sentence.plain(texts.text("pause.machines"), names));
        model.joined().ifPresentOrElse(
                group -> said.add(Sentence.good(texts.text("group.step"),
                        texts.text("group.joined", group.name(), group.machines().size(),
                                formats.duration(group.holdMillis() / 1000.0)))),
                () -> said.add(Sentence.plain(texts.text("group.step"), texts.text("group.none.meaning"))));
        model.left().forEach(group -> said.add(Sentence.danger(texts.text("group.before"), group.machines().isEmpty()
                ? texts.text("group.gone", group.name())
                : texts.text("group.left", group.name(), group.machines().size()))));
        return said;
    }

    private void put(GroupViewModel model) throws Exception {
        for (ReplicationGroup group : model.left()) {
            if (group.machines().isEmpty()) {
                session.protection().removeGroup(group.id());
            } else {
                session.protection().put(group);
            }
        }
        if (model.joined().isPresent()) {
            session.protection().put(model.joined().get());
        }
    }

    /** A point of all machines of the group of this one. */
    void point(ChosenMachine machine) {
        ReplicationGroup group = live.replicationGroups().stream()
                .filter(each -> each.id().equals(machine.protection().group())).findFirst().orElseThrow();
        shorts.open(new ShortWizard(texts.text("group.point.title", group.name()), "", List.of(),
                () -> List.of(Sentence.plain(texts.text("pause.machines"), members(group)),
                        Sentence.plain(texts.text("resync.effect"),
                                texts.text("group.point.effect", formats.duration(group.holdMillis() / 1000.0)))),
                () -> "", "", Gate.DIALOG, "", "", texts.text("group.point.verb"), () -> {
                    session.protection().groupPoint(group.id());
                    return new Place(Screen.MACHINE, machine.summary().id() + "/points");
                }));
    }
}
