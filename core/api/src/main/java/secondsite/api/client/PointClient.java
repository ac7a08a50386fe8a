package secondsite.api.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import secondsite.api.Json;
import secondsite.api.point.Backup;
import secondsite.api.point.ClockConfirmation;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.api.point.Export;
import secondsite.api.point.ExportRequest;
import secondsite.api.point.Extraction;
import secondsite.api.point.ExtractionRequest;
import secondsite.api.point.Moments;
import secondsite.api.point.Pin;
import secondsite.api.point.PinRequest;
import secondsite.api.point.PointList;
import secondsite.api.point.PointLookup;
import secondsite.api.point.PointQuery;
import secondsite.api.point.Points;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.point.TargetClock;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Transfer;

/**
 * What an administrator or the configuration server asks of servers: replicas, points, exports, extractions, deletions and backups of a
 * master target, and how a process server gets on.
 */
public final class PointClient {

    private static final Headers NONE = Headers.of();

    private final Connection connection;

    public PointClient(Connection connection) {
        this.connection = connection.to(ServerKind.PROCESS_SERVER, ServerKind.MASTER_TARGET);
    }

    /** The disks that a master target keeps. */
    public List<ReplicaSummary> replicas() throws TransferException {
        return Arrays.asList(connection.get(Transfer.DISKS, Connection.json(ReplicaSummary[].class)));
    }

    /** The disks that go through a process server. */
    public List<GatewayStatus> gateway() throws TransferException {
        return Arrays.asList(connection.get(Transfer.DISKS, Connection.json(GatewayStatus[].class)));
    }

    /** What a disk can be brought back to, with all points that were made in this time. */
    public PointList points(UUID disk, Instant from, Instant to) throws TransferException {
        var query = new PointQuery(from, to, null, false, null, PointQuery.MAX_LIMIT);
        PointList part = points(disk, query);
        List<PointList.Range> ranges = part.ranges();
        List<PointList.Point> points = new ArrayList<>(part.points());
        while (part.next() != null) {
            part = points(disk, query.after(part.next()));
            points.addAll(part.points());
        }
        return new PointList(ranges, part.resyncs(), points, null);
    }

    /** What a disk can be brought back to, with a part of its points. */
    public PointList points(UUID disk, PointQuery query) throws TransferException {
        HttpUrl.Builder url = new HttpUrl.Builder().scheme("https").host("query");
        add(url, "from", query.from());
        add(url, "to", query.to());
        add(url, "kind", query.kind());
        add(url, "order", query.newestFirst() ? "newest" : "oldest");
        add(url, "after", query.after());
        add(url, "limit", query.limit());
        return connection.get(Points.of(disk) + "?" + url.build().encodedQuery(), Connection.json(PointList.class));
    }

    /** The points of these marks, as far as a disk has them; by sequence. @param ids at most {@link PointLookup#MOST} */
    public List<PointList.Point> lookup(UUID disk, List<UUID> ids) throws TransferException {
        return Arrays.asList(connection.post(Points.lookup(disk), NONE, json(new PointLookup(ids)),
                Connection.json(PointList.Point[].class)));
    }

    /** The times of which a disk can be brought back to any moment; the oldest first. */
    public List<Moments> moments(UUID disk) throws TransferException {
        return Arrays.asList(connection.get(Points.moments(disk), Connection.json(Moments[].class)));
    }

    private static void add(HttpUrl.Builder url, String name, Object value) {
        if (value != null) {
            url.addQueryParameter(name, value.toString());
        }
    }

    /** Keeps a point until the pin is taken away. */
    public Pin pin(UUID disk, PinRequest request) throws TransferException {
        return connection.post(Points.pins(disk), NONE, json(request), Connection.json(Pin.class));
    }

    public List<Pin> pins(UUID disk) throws TransferException {
        return Arrays.asList(connection.get(Points.pins(disk), Connection.json(Pin[].class)));
    }

    /** Takes a pin away; from then on retention decides. */
    public void unpin(UUID disk, String pin) throws TransferException {
        connection.delete(Points.pins(disk) + "/" + pin, response -> null);
    }

    /** Asks that points or a whole replica are destroyed when a quarantine is over. */
    public Deletion delete(UUID disk, DeletionRequest request) throws TransferException {
        return connection.post(Points.deletions(disk), NONE, json(request), Connection.json(Deletion.class));
    }

    /** The deletions that are pending, of all disks, and the last that were done. */
    public List<Deletion> deletions() throws TransferException {
        return Arrays.asList(connection.get(Points.DELETIONS, Connection.json(Deletion[].class)));
    }

    /** Undoes a deletion that is pending: everything stays. */
    public void undo(UUID deletion) throws TransferException {
        connection.delete(Points.DELETIONS + "/" + deletion, response -> null);
    }

    /** A master target's clock, and whether anything may expire by it. */
    public TargetClock clock() throws TransferException {
        return connection.get(Points.CLOCK, Connection.json(TargetClock.class));
    }

    /** Says that a person has looked and that a master target's time is right. */
    public TargetClock confirmClock(String who) throws TransferException {
        return connection.post(Points.CLOCK_CONFIRMATION, NONE, json(new ClockConfirmation(who)),
                Connection.json(TargetClock.class));
    }

    /**
     * Has a file kept as a backup of the configuration server's database. Takes as long as the file is large: the connection must be
     * patient enough.
     *
     * @param name letters a to z, digits and hyphens, at most 60
     * @throws IOException also when the file cannot be read
     */
    public Backup putBackup(String name, Path file) throws IOException {
        Headers headers = new Headers.Builder().add(Points.SHA_256, hex(digestOf(file)))
                .add("Expect", "100-continue").build();
        return connection.put(Points.BACKUPS + "/" + name, headers,
                RequestBody.create(file.toFile(), MediaType.get("application/octet-stream")),
                Connection.json(Backup.class));
    }

    /** The backups that a master target keeps, newest first. */
    public List<Backup> backups() throws TransferException {
        return Arrays.asList(connection.get(Points.BACKUPS, Connection.json(Backup[].class)));
    }

    /**
     * Writes a backup into a new file.
     *
     * @throws IOException also when what comes does not have its checksum; then there is no file
     */
    public void backup(String name, Path into) throws IOException {
        connection.get(Points.BACKUPS + "/" + name, response -> {
            try {
                store(response, into);
                return null;
            } catch (IOException e) {
                Files.deleteIfExists(into);
                throw e;
            }
        });
    }

    private static void store(Response response, Path into) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = Files.newOutputStream(into, StandardOpenOption.CREATE_NEW);
                var in = new DigestInputStream(response.body().byteStream(), digest)) {
            in.transferTo(out);
        }
        String wanted = response.header(Points.SHA_256, "");
        if (!hex(digest.digest()).equals(wanted)) {
            throw new IOException("the backup arrived damaged: its SHA-256 is not " + wanted);
        }
    }

    private static byte[] digestOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Serves a disk as it was, until {@link #close}. */
    public Export open(UUID disk, String at) throws TransferException {
        return connection.post(Points.exports(disk), NONE, json(new ExportRequest(at)), Connection.json(Export.class));
    }

    public List<Export> exports() throws TransferException {
        return Arrays.asList(connection.get(Points.EXPORTS, Connection.json(Export[].class)));
    }

    /** Ends an export; what was written to it is forgotten. */
    public void close(String export) throws TransferException {
        connection.delete(Points.EXPORTS + "/" + export, response -> null);
    }

    /** Begins to write a disk as it was into a file. */
    public Extraction extract(UUID disk, ExtractionRequest request) throws TransferException {
        return connection.post(Points.extractions(disk), NONE, json(request), Connection.json(Extraction.class));
    }

    public Extraction extraction(UUID id) throws TransferException {
        return connection.get(Points.EXTRACTIONS + "/" + id, Connection.json(Extraction.class));
    }

    /** Ends an extraction and deletes its file, unless it is done. */
    public void cancel(UUID extraction) throws TransferException {
        connection.delete(Points.EXTRACTIONS + "/" + extraction, response -> null);
    }

    private static RequestBody json(Object value) {
        return RequestBody.create(Json.write(value), MediaType.get(Transfer.JSON));
    }
}
