/** The picture of sites, machines and servers, and of what flows between them; the same as a table. */
package secondsite.app.topology;
