package secondsite.api.security;

/** Another role for somebody. */
public record NewRole(Role role) {}
