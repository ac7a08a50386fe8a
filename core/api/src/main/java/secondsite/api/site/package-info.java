/** Sites and what stands there: groups of hosts, hosts, networks, and the servers with their roles. */
package secondsite.api.site;
