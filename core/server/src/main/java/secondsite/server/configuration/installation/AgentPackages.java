package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.installation.AgentPackage;
import secondsite.server.settings.ConfigurationServerSettings;

/** The packages of the agent in this server's folder. What somebody puts there is found at once. Safe for use by several threads. */
@Singleton
public final class AgentPackages {

    private static final Logger LOG = LoggerFactory.getLogger(AgentPackages.class);
    private static final Pattern DEB = Pattern
            .compile("secondsite-agent_([0-9][A-Za-z0-9.+~-]{0,60})_([a-z0-9]{1,20})\\.deb");
    private static final Pattern RPM = Pattern
            .compile("secondsite-agent-([0-9][A-Za-z0-9.+~^]{0,60})-[A-Za-z0-9.]{1,20}\\.([a-z0-9_]{1,20})\\.rpm");
    private static final Map<String, String> PROCESSORS = Map.of("amd64", "x86_64", "arm64", "aarch64");
    private static final int MOST = 200;

    private record Seen(long bytes, Instant changed, AgentPackage told) {}

    private final Optional<Path> folder;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    @Inject
    AgentPackages(ConfigurationServerSettings settings) {
        this.folder = Optional.ofNullable(settings.packages());
    }

    /** For people: where packages are looked for. */
    public String place() {
        return folder.map(Path::toString).orElse("no folder of packages");
    }

    /** The newest version first. */
    public List<AgentPackage> all() {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            var found = new ArrayList<AgentPackage>();
            for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).limit(MOST)
                    .toList()) {
                told(file).ifPresent(found::add);
            }
            found.sort(Comparator.comparing(AgentPackage::version, Versions::compare).reversed()
                    .thenComparing(AgentPackage::file));
            return List.copyOf(found);
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}", folder.get(), e.getMessage());
            return List.of();
        }
    }

    /** The newest that fits, of this version if one is wanted. */
    Optional<AgentPackage> fitting(AgentPackage.Kind kind, String architecture, String version) {
        return all().stream().filter(each -> each.kind() == kind && each.architecture().equals(architecture))
                .filter(each -> version == null || each.version().equals(version)).findFirst();
    }

    /** The largest that may be brought. @param version null for any */
    Optional<AgentPackage> largest(String version) {
        return all().stream().filter(each -> version == null || each.version().equals(version))
                .max(Comparator.comparing(AgentPackage::bytes));
    }

    public Optional<AgentPackage> named(String file) {
        return all().stream().filter(each -> each.file().equals(file)).findFirst();
    }

    /** @throws IOException when it is not there any more */
    public InputStream open(AgentPackage one) throws IOException {
        return Files.newInputStream(folder.orElseThrow().resolve(one.file()));
    }

    private Optional<AgentPackage> told(Path file) throws IOException {
        String name = file.getFileName().toString();
        Optional<AgentPackage> named = named(name, DEB, AgentPackage.Kind.DEB)
                .or(() -> named(name, RPM, AgentPackage.Kind.RPM));
        if (named.isEmpty()) {
            return Optional.empty();
        }
        long bytes = Files.size(file);
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        Seen known = seen.get(name);
        if (known == null || known.bytes() != bytes || !known.changed().equals(changed)) {
            AgentPackage one = named.get();
            known = new Seen(bytes, changed, new AgentPackage(name, one.version(), one.kind(), one.architecture(),
                    bytes, AgentPackage.sumOf(file)));
            seen.put(name, known);
        }
        return Optional.of(known.told());
    }

    private static Optional<AgentPackage> named(String name, Pattern pattern, AgentPackage.Kind kind) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches()
                ? Optional.of(new AgentPackage(name, matcher.group(1), kind,
                        PROCESSORS.getOrDefault(matcher.group(2), matcher.group(2)), 0, ""))
                : Optional.empty();
    }
}
