/** The role that knows everything and decides: the configuration server. */
package secondsite.server.configuration;
