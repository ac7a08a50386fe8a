/** How machines are replicated: policies, what the machines write, and what a policy costs. */
package secondsite.server.configuration.policy;
