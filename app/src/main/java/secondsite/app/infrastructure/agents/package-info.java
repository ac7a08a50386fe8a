/** Agents on machines: brought there, looked after and removed. Wizards for that, the page on which it is watched, and the list of all. */
package secondsite.app.infrastructure.agents;
