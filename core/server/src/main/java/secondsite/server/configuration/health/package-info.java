/** How well machines and servers are, judged by what they report, and why. */
package secondsite.server.configuration.health;
