package secondsite.app.entry;

import secondsite.app.session.Catalogue;
import secondsite.app.session.Session;

/** Somebody who has just signed in, with what the server says of its codes. */
public record SignedIn(Session session, Catalogue catalogue) {}
