/** A whole deployment with its real programs, each in a process of its own, for drills that kill, cut off and starve them. */
package secondsite.drill.deployment;
