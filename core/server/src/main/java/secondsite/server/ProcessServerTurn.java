package secondsite.server;

import java.io.IOException;
import java.net.URI;
import secondsite.api.client.ReportClient;
import secondsite.api.site.ProcessServerAnswer;
import secondsite.server.process.ProcessServer;
import secondsite.server.reporting.LoadMeter;
import secondsite.server.reporting.Reporting;
import secondsite.server.reporting.RevokedCertificates;

/** A report of a process server, and what its answer brings. */
record ProcessServerTurn(ProcessServer role, ReportClient to, URI address, LoadMeter load,
        RevokedCertificates revoked) implements Reporting.Turn {

    @Override
    public long report() throws IOException {
        ProcessServerAnswer answer = to.report(role.report(Version.text(), address, load.now()));
        revoked.replace(answer.revoked());
        if (answer.assignment() == null) {
            return answer.nextMillis();
        }
        role.assign(answer.assignment());
        return Math.min(answer.nextMillis(), SOON_MILLIS);
    }
}
