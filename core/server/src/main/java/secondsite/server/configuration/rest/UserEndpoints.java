package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.ProblemCode;
import secondsite.api.security.NewPassword;
import secondsite.api.security.NewRole;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.SignIn;
import secondsite.api.security.UserList;
import secondsite.server.configuration.security.Sessions;
import secondsite.server.configuration.security.Users;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Signing in and out, and those who can. */
@Singleton
public final class UserEndpoints implements Endpoints {

    private static final String NAME = "name";

    private final Users users;
    private final Sessions sessions;
    private final Access access;

    @Inject
    public UserEndpoints(Users users, Sessions sessions, Access access) {
        this.users = users;
        this.sessions = sessions;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.post("/v1/sessions", this::signIn)
                .get("/v1/sessions/own", this::session)
                .delete("/v1/sessions/own", this::signOut)
                .get("/v1/users", this::users)
                .post("/v1/users", this::add)
                .delete("/v1/users/{name}", this::remove)
                .post("/v1/users/{name}/role", this::setRole)
                .post("/v1/users/{name}/password", this::setPassword));
    }

    private void signIn(Exchange exchange) throws IOException {
        var person = exchange.json(SignIn.class);
        exchange.answer(sessions.open(person.name(), person.password(), exchange.address()));
    }

    private void session(Exchange exchange) throws IOException {
        exchange.answer(access.session(exchange));
    }

    private void signOut(Exchange exchange) {
        access.session(exchange);
        Access.token(exchange).ifPresent(sessions::end);
        exchange.answerNothing();
    }

    private void users(Exchange exchange) throws IOException {
        access.require(Role.ADMIN, exchange);
        exchange.answer(new UserList(users.all().stream()
                .map(user -> new UserList.User(user.name(), Role.of(user.role()), user.created())).toList()));
    }

    private void add(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        users.add(exchange.json(NewUser.class), who);
        exchange.answerNothing();
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        users.remove(exchange.parameter(NAME), who);
        exchange.answerNothing();
    }

    private void setRole(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        users.setRole(exchange.parameter(NAME), exchange.json(NewRole.class).role(), who);
        exchange.answerNothing();
    }

    private void setPassword(Exchange exchange) throws IOException {
        String who = access.require(Role.VIEWER, exchange);
        var change = exchange.json(NewPassword.class);
        String name = exchange.parameter(NAME);
        if (who.equals(name)) {
            checkOwn(name, change.current(), exchange.address());
        } else {
            access.require(Role.ADMIN, exchange);
        }
        users.setPassword(name, change.password(), who);
        exchange.answerNothing();
    }

    /** Who finds a console open does not get the account with it. */
    private void checkOwn(String name, String current, String address) {
        if (current == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'current' is missing: the password until now");
        }
        users.check(name, current, address);
    }
}
