/** Questions to running machines, asked from their host: whether they work. */
package secondsite.server.hypervisor.probe;
