package secondsite.app.protect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.Policy;
import secondsite.api.replication.EnablePreview;
import secondsite.api.replication.EnableRequest;
import secondsite.api.site.ServerSummary;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.Check;
import secondsite.app.words.MachinePlace;
import secondsite.app.words.ToldText;

/** What a person has chosen while machines are about to be protected. */
final class ProtectViewModel {

    static final int MOST_MACHINES = 50;
    private static final String PROCESS_SERVER = "process-server";
    private static final String MASTER_TARGET = "master-target";
    /** As the server checks it: a copy of all, and its history. */
    private static final double ROOM_FOR_EACH_BYTE = 1.2;

    private final Session session;
    private final LiveModel live;
    private final Catalogue catalogue;
    private final ToldText told;
    private final Texts texts;
    private final Formats formats;
    private final Tasks tasks;
    private final Set<UUID> chosen = new LinkedHashSet<>();
    private final Set<UUID> leftOut = new HashSet<>();
    private final Map<UUID, List<KnownDisk>> disks = new HashMap<>();
    private final Set<UUID> ordered = new HashSet<>();
    private final ObjectProperty<ServerSummary> processServer = new SimpleObjectProperty<>();
    private final ObjectProperty<ServerSummary> masterTarget = new SimpleObjectProperty<>();
    private final ObjectProperty<Optional<UUID>> policy = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyStringWrapper machinesFault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper targetFault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper targetWarning = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper disksFault = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Map<UUID, List<KnownDisk>>> known = new ReadOnlyObjectWrapper<>(Map.of());

    ProtectViewModel(Session session, LiveModel live, Catalogue catalogue, ToldText told, Texts texts, Formats formats,
            Tasks tasks, Collection<UUID> machines) {
        this.told = told;
        this.session = session;
        this.live = live;
        this.catalogue = catalogue;
        this.texts = texts;
        this.formats = formats;
        this.tasks = tasks;
        machines.stream().filter(this::free).limit(MOST_MACHINES).forEach(chosen::add);
        processServer.set(processServers().stream().findFirst().orElse(null));
        masterTarget.set(masterTargets().stream().findFirst().orElse(null));
        processServer.addListener(_ -> judge());
        masterTarget.addListener(_ -> judge());
        judge();
    }

    private boolean free(UUID id) {
        return live.machine(id).filter(machine -> !MachinePlace.isProtected(machine)).isPresent();
    }

    /** By name; those first that can be protected. */
    List<MachineSummary> candidates() {
        return live.machines().stream().sorted(Comparator.comparing(MachinePlace::isProtected)
                .thenComparing(MachineSummary::name, String.CASE_INSENSITIVE_ORDER)).toList();
    }

    /** Why it cannot be chosen; empty when it can. */
    String refusal(MachineSummary machine) {
        if (MachinePlace.isProtected(machine)) {
            return texts.text("protect.machines.already");
        }
        return machine.disks() == 0 ? texts.text("protect.machines.no-disk") : "";
    }

    boolean isChosen(UUID machine) {
        return chosen.contains(machine);
    }

    void choose(UUID machine, boolean wanted) {
        if (wanted) {
            chosen.add(machine);
        } else {
            chosen.remove(machine);
        }
        judge();
    }

    /** In the order in which they were chosen. */
    List<MachineSummary> chosen() {
        return chosen.stream().flatMap(id -> live.machine(id).stream()).toList();
    }

    private void judge() {
        machinesFault.set(chosen.isEmpty()
                ? texts.text("protect.machines.none")
                : chosen.size() > MOST_MACHINES ? texts.text("protect.machines.many", MOST_MACHINES) : "");
        targetFault.set(processServer.get() == null || masterTarget.get() == null
                ? texts.text("protect.target.none")
                : "");
        targetWarning.set(warning());
        disksFault.set(chosen().stream().filter(machine -> known.get().containsKey(machine.id()))
                .filter(machine -> disksOf(machine.id()).isEmpty()).findFirst()
                .map(machine -> texts.text("protect.disks.none", machine.name())).orElse(""));
    }

    private String warning() {
        ServerSummary target = masterTarget.get();
        if (target == null || target.load() == null) {
            return "";
        }
        long needed = (long) (bytes() * ROOM_FOR_EACH_BYTE);
        return needed > target.load().storeFree()
                ? texts.text("protect.target.full", target.name(), formats.size(target.load().storeFree()),
                        formats.size(needed))
                : "";
    }

    /** Of all disks that are to be copied, as far as they are known. */
    long bytes() {
        return chosen().stream().mapToLong(machine -> known.get().containsKey(machine.id())
                ? disksOf(machine.id()).stream().mapToLong(KnownDisk::size).sum()
                : machine.bytes()).sum();
    }

    List<ServerSummary> processServers() {
        return servers(PROCESS_SERVER);
    }

    List<ServerSummary> masterTargets() {
        return servers(MASTER_TARGET);
    }

    private List<ServerSummary> servers(String kind) {
        return live.servers().stream().filter(server -> kind.equals(server.kind()))
                .sorted(Comparator.comparing(ServerSummary::name)).toList();
    }

    /** Like {@code mt-1 · Munich · 1.2 TiB free}. */
    String describe(ServerSummary server) {
        String site = Optional.ofNullable(server.site()).flatMap(live::site).map(each -> each.name() + " · ")
                .orElse("");
        return server.load() == null
                ? server.name() + " · " + site
                : texts.text("protect.server", server.name(), site, formats.size(server.load().storeFree()));
    }

    ObjectProperty<ServerSummary> processServer() {
        return processServer;
    }

    ObjectProperty<ServerSummary> masterTarget() {
        return masterTarget;
    }

    /** Name of the site where the replicas will be; that of the server itself where no site is known. */
    String targetPlace() {
        return Optional.ofNullable(masterTarget.get()).map(target -> Optional.ofNullable(target.site())
                .flatMap(live::site).map(site -> site.name()).orElse(target.name())).orElse("");
    }

    /** Asks for the disks of all that are chosen. */
    void askDisks() {
        List<UUID> wanted = chosen.stream().filter(id -> !disks.containsKey(id)).toList();
        tasks.run(() -> {
            Map<UUID, List<KnownDisk>> answers = new HashMap<>();
            for (UUID id : wanted) {
                answers.put(id, session.inventory().machine(id).disks().stream().filter(disk -> !disk.gone())
                        .toList());
            }
            return answers;
        }, this::take, e -> disksFault.set(String.valueOf(e.getMessage())));
    }

    private void take(Map<UUID, List<KnownDisk>> answers) {
        disks.putAll(answers);
        known.set(Map.copyOf(disks));
        judge();
    }

    /** Of all machines that were asked for. */
    ReadOnlyObjectProperty<Map<UUID, List<KnownDisk>>> known() {
        return known.getReadOnlyProperty();
    }

    boolean isLeftOut(UUID disk) {
        return leftOut.contains(disk);
    }

    void leaveOut(UUID disk, boolean out) {
        if (out) {
            leftOut.add(disk);
        } else {
            leftOut.remove(disk);
        }
        judge();
    }

    /** Those that are to be copied. */
    List<KnownDisk> disksOf(UUID machine) {
        return known.get().getOrDefault(machine, List.of()).stream().filter(disk -> !leftOut.contains(disk.id()))
                .toList();
    }

    /** By name; those of the other direction are no choice. */
    List<Policy> policies() {
        return live.policies().stream().filter(each -> each.failback() != null)
                .sorted(Comparator.comparing(Policy::name, String.CASE_INSENSITIVE_ORDER)).toList();
    }

    /** What it promises, in a line. */
    String describe(Policy each) {
        return texts.text("protect.policy.line", formats.duration(each.rpoWarningSeconds()),
                each.appMinutes() == 0
                        ? texts.text("machine.application.never")
                        : texts.text("machine.application.every", formats.duration(each.appMinutes() * 60.0)),
                formats.duration(each.retention().everythingMinutes() * 60.0),
                formats.duration(each.retention().dailyDays() * 86_400.0));
    }

    /** Empty for that of each machine's group. */
    ObjectProperty<Optional<UUID>> policy() {
        return policy;
    }

    String policyName() {
        return policy.get().flatMap(live::policy).map(Policy::name).orElse(texts.text("protect.policy.group"));
    }

    private EnableRequest request(UUID machine) {
        return new EnableRequest(policy.get().orElse(null), processServer.get().name(), masterTarget.get().name(),
                disksOf(machine).stream().map(KnownDisk::id).toList());
    }

    /** Has the server look at all that must hold. Blocks. */
    List<Check> checks() throws Exception {
        List<Check> found = new ArrayList<>();
        List<MachineSummary> machines = chosen();
        for (MachineSummary machine : machines) {
            EnablePreview preview = session.protection().preview(machine.id(), request(machine.id()));
            List<Check> of = checks(machine, preview);
            boolean well = of.stream().allMatch(check -> check.outcome() == Check.Outcome.GOOD);
            if (machines.size() > 1 && well) {
                found.add(Check.good(texts.text("protect.check.all", machine.name(), of.size()), ""));
            } else {
                of.stream().filter(check -> machines.size() == 1 || check.outcome() != Check.Outcome.GOOD)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private List<Check> checks(MachineSummary machine, EnablePreview preview) {
        List<Check> all = new ArrayList<>();
        if (preview.refusal() != null && !ordered.contains(machine.id())) {
            all.add(Check.forbids(texts.text("protect.check.refused", machine.name()),
                    catalogue.message(preview.refusal())));
        }
        preview.checks().forEach(check -> all.add(check(machine, check)));
        preview.boot().forEach(check -> all.add(start(machine, check)));
        return all;
    }

    private Check check(MachineSummary machine, EnablePreview.Check check) {
        String title = texts.text("protect.check." + check.about(), machine.name(), processServer.get().name(),
                masterTarget.get().name());
        return check.holds()
                ? Check.good(title, "")
                : Check.forbids(title, catalogue.message(check.problem()) + " " + check.detail());
    }

    /** Data is safe also in a copy that does not start yet. */
    Check start(MachineSummary machine, BootCheck check) {
        String title = texts.text("protect.start." + check.about(), machine.name());
        return check.holds()
                ? Check.good(title, "")
                : Check.warning(title, catalogue.text(check.problem())
                        .map(said -> said.message() + " " + told.of(check.detail()) + ". " + said.action())
                        .orElse(check.problem() + " " + check.detail()));
    }

    /** Begins to protect all of them; those that were begun before a refusal are not begun twice. Blocks. */
    Place order() throws Exception {
        long job = 0;
        List<MachineSummary> machines = chosen();
        for (MachineSummary machine : machines) {
            if (!ordered.contains(machine.id())) {
                job = session.protection().enable(machine.id(), request(machine.id()));
                ordered.add(machine.id());
            }
        }
        return machines.size() == 1 && job > 0
                ? new Place(Screen.MACHINE, machines.getFirst().id().toString())
                : Place.of(Screen.MACHINES);
    }

    ReadOnlyStringProperty machinesFault() {
        return machinesFault.getReadOnlyProperty();
    }

    ReadOnlyStringProperty targetFault() {
        return targetFault.getReadOnlyProperty();
    }

    /** What a person should know of the target, without being kept from it. */
    ReadOnlyStringProperty targetWarning() {
        return targetWarning.getReadOnlyProperty();
    }

    ReadOnlyStringProperty disksFault() {
        return disksFault.getReadOnlyProperty();
    }
}
