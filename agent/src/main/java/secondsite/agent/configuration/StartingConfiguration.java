package secondsite.agent.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import secondsite.api.client.PrivateFiles;

/**
 * The configuration of a machine that joins a deployment: prepared before, and put in its place when it has joined, so that one that broke
 * off in between can be finished.
 */
public final class StartingConfiguration {

    private static final String TEMPLATE = "/defaults/managed-agent.yaml";

    private final Path file;
    private final Path draft;
    private final Path state;

    /** @param folder of the configuration and of all that the agent keeps */
    public StartingConfiguration(Path folder) {
        this(folder.resolve("agent.yaml"), folder);
    }

    /**
     * @param file  the configuration
     * @param state folder of what the agent keeps: certificates, spool, socket for orders
     */
    public StartingConfiguration(Path file, Path state) {
        this.file = file;
        this.draft = file.resolveSibling(file.getFileName() + ".joining");
        this.state = state;
    }

    public Path file() {
        return file;
    }

    /** Whether it only has to be put in its place. */
    public boolean isPrepared() {
        return Files.exists(draft) && !Files.exists(file);
    }

    /** Writes it, unless there is a configuration already. */
    public void prepare(String name, URI server) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.folder(file.toAbsolutePath().normalize().getParent());
            Files.deleteIfExists(draft);
            PrivateFiles.text(draft, text().replace("{name}", name).replace("{server}", server.toString())
                    .replace("{state}", kept("").isEmpty() ? "" : quoted(kept("") + "/")));
        }
    }

    /** A name in the folder of the state, as it has to stand in the configuration: paths there are relative to the file. */
    public String kept(String name) {
        Path there = state.toAbsolutePath().normalize();
        return there.equals(file.toAbsolutePath().normalize().getParent()) ? name : there.resolve(name).toString();
    }

    private static String quoted(String path) {
        return path.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String text() throws IOException {
        try (InputStream in = StartingConfiguration.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IOException(TEMPLATE + " is missing in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Puts it in its place. @return whether it was the one that was prepared; otherwise there is another, which stays */
    public boolean finish() throws IOException {
        if (isPrepared()) {
            PrivateFiles.rename(draft, file);
            return true;
        }
        Files.deleteIfExists(draft);
        return false;
    }
}
