/**
 * How a role reports to the configuration server: again and again, whatever happens; and what it was told, kept so that it goes on after a
 * restart without that server. Knows no role.
 */
package secondsite.server.reporting;
