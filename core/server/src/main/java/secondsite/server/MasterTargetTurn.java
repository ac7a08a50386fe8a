package secondsite.server;

import java.io.IOException;
import java.net.URI;
import secondsite.api.client.ReportClient;
import secondsite.api.site.MasterTargetAnswer;
import secondsite.server.host.HostRole;
import secondsite.server.reporting.LoadMeter;
import secondsite.server.reporting.Reporting;
import secondsite.server.reporting.RevokedCertificates;
import secondsite.server.target.rest.MasterTarget;

/** A report of a master target, and what its answer brings. */
record MasterTargetTurn(MasterTarget role, HostRole host, ReportClient to, URI address, LoadMeter load,
        RevokedCertificates revoked) implements Reporting.Turn {

    @Override
    public long report() throws IOException {
        MasterTargetAnswer answer = to.report(
                role.report(Version.text(), address, load.now()).with(host.status().orElse(null), host.halted()));
        revoked.replace(answer.revoked());
        if (answer.assignment() == null) {
            return answer.nextMillis();
        }
        role.assign(answer.assignment());
        return Math.min(answer.nextMillis(), SOON_MILLIS);
    }
}
