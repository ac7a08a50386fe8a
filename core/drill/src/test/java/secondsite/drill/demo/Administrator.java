package secondsite.drill.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import secondsite.api.Json;
import secondsite.api.point.Export;
import secondsite.api.point.ExportRequest;
import secondsite.api.point.Points;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.transfer.Transfer;
import secondsite.drill.tools.Shell;

/** A person at the second site with a certificate, who asks the master target over HTTPS, by curl. */
final class Administrator {

    private final Path identity;
    private final String target;
    private final Premises premises;

    /**
     * @param identity folder with certificate, key and the deployment's authority
     * @param target   the master target's address
     */
    Administrator(Path identity, String target, Premises premises) {
        this.identity = identity;
        this.target = target;
        this.premises = premises;
    }

    boolean answered() {
        return Shell.attempt(curl(Transfer.DISKS)).fine();
    }

    ReplicaSummary replica(Disk disk) {
        return Arrays.stream(read(Shell.run(curl(Transfer.DISKS)), ReplicaSummary[].class))
                .filter(kept -> kept.machine().equals(disk.machine()) && kept.name().equals(disk.name())).findFirst()
                .orElseThrow(() -> new Shell.Failure("the master target does not know " + disk.title()));
    }

    /** @param at a time, or {@code latest} */
    Export open(UUID disk, String at) {
        return read(Shell.run(curl(Points.exports(disk), "--data-binary",
                new String(Json.write(new ExportRequest(at)), StandardCharsets.UTF_8), "--header",
                "Content-Type: " + Transfer.JSON)), Export.class);
    }

    void close(Export export) {
        Shell.run(curl(Points.EXPORTS + "/" + export.id(), "--request", "DELETE"));
    }

    private List<String> curl(String path, String... options) {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--fail-with-body",
                "--max-time", "30", "--cert", file("certificate.pem"), "--key", file("key.pem"), "--cacert",
                file("authority.pem")));
        command.addAll(List.of(options));
        command.add(target + path);
        return premises.atSecondary(command);
    }

    private String file(String name) {
        return identity.resolve(name).toString();
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new Shell.Failure("the master target said: " + json);
        }
    }
}
