/** A configuration server with as many agents as a large deployment has: one real process of it, and one that plays the agents. */
package secondsite.drill.scale;
