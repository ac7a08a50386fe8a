package secondsite.api.client;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.point.Export;
import secondsite.api.point.ExportRequest;
import secondsite.api.point.Extraction;
import secondsite.api.point.ExtractionRequest;
import secondsite.api.point.PointList;
import secondsite.api.point.Points;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Transfer;

/** What an administrator asks of servers: replicas, points, exports and extractions of a master target, and how a process server gets on. */
public final class PointClient {

    private static final Headers NONE = Headers.of();

    private final Connection connection;

    public PointClient(Connection connection) {
        this.connection = connection;
    }

    /** The disks that a master target keeps. */
    public List<ReplicaSummary> replicas() throws TransferException {
        return Arrays.asList(connection.get(Transfer.DISKS, Connection.json(ReplicaSummary[].class)));
    }

    /** The disks that go through a process server. */
    public List<GatewayStatus> gateway() throws TransferException {
        return Arrays.asList(connection.get(Transfer.DISKS, Connection.json(GatewayStatus[].class)));
    }

    /** What a disk can be brought back to. */
    public PointList points(UUID disk, Instant from, Instant to) throws TransferException {
        String query = new HttpUrl.Builder().scheme("https").host("query").addQueryParameter("from", from.toString())
                .addQueryParameter("to", to.toString()).build().encodedQuery();
        return connection.get(Points.of(disk) + "?" + query, Connection.json(PointList.class));
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
