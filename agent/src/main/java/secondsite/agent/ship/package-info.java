/** Sends what a capture spooled to the gateway, releases what arrived, and reacts when both sides do not fit. */
package secondsite.agent.ship;
