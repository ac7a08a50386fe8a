package secondsite.server.host;

import secondsite.api.ProblemCode;
import secondsite.api.host.Hosting;
import secondsite.server.web.Endpoint;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What a master target answers that runs no machines: how it comes to do so. */
final class NoHost {

    private static final String REST = "/{a}/{b}/{c}/{d}";

    private NoHost() {}

    static void addTo(Routes routes) {
        Endpoint refusing = exchange -> {
            HostEndpoints.refuseOthers(exchange);
            throw new ProblemException(ProblemCode.HOST_UNFIT,
                    "this master target runs no machines: write 'machines:' with"
                            + " 'directory: machines' below it into 'masterTarget:' of its settings, install QEMU, and restart it");
        };
        routes.get(Hosting.HOST, refusing);
        String path = Hosting.MACHINES;
        for (int parts = 0; parts <= REST.split("/").length - 1; parts++) {
            String each = path + REST.substring(0, parts * "/{a}".length());
            routes.get(each, refusing).post(each, refusing).delete(each, refusing).put(each, 1 << 18, refusing);
        }
    }
}
