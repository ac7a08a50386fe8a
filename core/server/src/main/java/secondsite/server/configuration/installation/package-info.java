/** Agents that are installed on machines: what is ordered, kept and told of it. Process servers do the work there. */
package secondsite.server.configuration.installation;
