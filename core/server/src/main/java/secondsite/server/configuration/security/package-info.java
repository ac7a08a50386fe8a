/** Who belongs to the deployment: its authority, joining, and what programs may do. */
package secondsite.server.configuration.security;
