package secondsite.server.configuration.rest;

import secondsite.server.web.Routes;

/** Some of what the configuration server answers. */
public interface Endpoints {

    /** Adds its routes. @return the same routes */
    Routes addTo(Routes routes);
}
