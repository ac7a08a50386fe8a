package secondsite.server.target.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import secondsite.api.ProblemCode;
import secondsite.api.point.Backup;
import secondsite.api.point.Points;
import secondsite.engine.file.StoredFile;
import secondsite.server.target.keeping.Backups;
import secondsite.server.web.Exchange;
import secondsite.server.web.FreeSpace;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Backups of the configuration server's database: it alone brings them, people may fetch them. */
final class BackupEndpoints {

    private static final String BYTES = "application/octet-stream";
    private static final int PIECE_BYTES = 64 << 10;

    private final Backups backups;
    private final FreeSpace space;

    BackupEndpoints(Backups backups, FreeSpace space) {
        this.backups = backups;
        this.space = space;
    }

    Routes addTo(Routes routes) {
        String one = Points.BACKUPS + "/{name}";
        return routes.put(one, Points.BACKUP_LIMIT_BYTES, this::receive).get(one, this::give)
                .get(Points.BACKUPS, this::all);
    }

    private void receive(Exchange exchange) throws IOException {
        Callers.configurationServer(exchange);
        long bytes = exchange.contentLength(Points.BACKUP_LIMIT_BYTES);
        String sum = exchange.header(Points.SHA_256).orElseThrow(
                () -> new ProblemException(ProblemCode.BAD_REQUEST, "the header " + Points.SHA_256 + " is missing"));
        space.check(bytes);
        exchange.answer(backups.receive(exchange.parameter("name"), bytes, sum,
                exchange.bodyStream(Points.BACKUP_LIMIT_BYTES)));
    }

    private void all(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        exchange.answer(backups.all());
    }

    private void give(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        Backup backup = backups.find(exchange.parameter("name"));
        try (StoredFile file = backups.open(backup)) {
            exchange.answerHeader(Points.SHA_256, backup.sha256());
            try (OutputStream out = exchange.answerStream(200, BYTES, backup.bytes())) {
                byte[] piece = new byte[PIECE_BYTES];
                for (long at = 0; at < backup.bytes(); at += PIECE_BYTES) {
                    int count = (int) Math.min(PIECE_BYTES, backup.bytes() - at);
                    file.read(ByteBuffer.wrap(piece, 0, count), at);
                    out.write(piece, 0, count);
                }
            }
        }
    }
}
