/** Of what the deployment consists: sites, servers, agents, hosts and certificates, and how further ones join. */
package secondsite.app.infrastructure;
