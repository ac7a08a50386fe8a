package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ToggleGroup;
import secondsite.api.policy.Policy;
import secondsite.api.replication.PolicyRequest;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.Gate;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.protect.ShortWizards.ShortWizard;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Sentence;

/** A machine follows another policy from now on. */
final class PolicyWorkflow {

    private final ShortWizards shorts;
    private final Session session;
    private final LiveModel live;
    private final Texts texts;
    private final Formats formats;

    @Inject
    PolicyWorkflow(ShortWizards shorts, Session session, LiveModel live, Texts texts, Formats formats) {
        this.shorts = shorts;
        this.session = session;
        this.live = live;
        this.texts = texts;
        this.formats = formats;
    }

    void choose(ChosenMachine machine) {
        UUID now = machine.protection().policy();
        ObjectProperty<UUID> policy = new SimpleObjectProperty<>(now);
        BooleanProperty shorter = new SimpleBooleanProperty();
        var form = new Form().heading(texts.text("policy.heading")).explanation(texts.text("policy.explanation"));
        var group = new ToggleGroup();
        live.policies().stream().filter(each -> each.failback() != null || each.id().equals(now))
                .sorted(Comparator.comparing(Policy::name, String.CASE_INSENSITIVE_ORDER))
                .forEach(each -> form.option(group, "policy-" + each.name(), policy, each.id(), each.name(),
                        kept(each)));
        form.check("policy-shorter", shorter, texts.text("policy.shorter"), texts.text("policy.shorter.meaning"));
        String name = machine.summary().name();
        shorts.open(new ShortWizard(texts.text("policy.title", name), "",
                List.of(new PageStep(texts.text("protect.review.policy"), form.page())),
                () -> List.of(Sentence.plain(texts.text("disable.review.machine"), name),
                        Sentence.plain(texts.text("protect.review.policy"), name(policy.get())),
                        shorter.get()
                                ? Sentence.danger(texts.text("resync.effect"), texts.text("policy.shorter.effect"))
                                : Sentence.plain(texts.text("resync.effect"), texts.text("policy.effect"))),
                () -> "", "", Gate.DIALOG, "", "", texts.text("policy.verb"), () -> {
                    session.protection().setPolicy(machine.summary().id(),
                            new PolicyRequest(policy.get(), shorter.get()));
                    return new Place(Screen.MACHINE, machine.summary().id().toString());
                }));
    }

    private String name(UUID policy) {
        return live.policy(policy).map(Policy::name).orElse("");
    }

    private String kept(Policy policy) {
        return texts.text("machine.kept", formats.duration(policy.retention().everythingMinutes() * 60.0),
                formats.duration(policy.retention().hourlyHours() * 3600.0),
                formats.duration(policy.retention().dailyDays() * 86_400.0));
    }
}
