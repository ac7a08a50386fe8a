/** Machines on a host at which a master target keeps replicas: what they are made of, how they are, and what is done with them. */
package secondsite.api.host;
