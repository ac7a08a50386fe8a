/**
 * The law of shipping, without a network: what to send next and when to send it again, and what a receiver takes, refuses or has
 * already. Single-threaded and free of clocks, so that the drill can crash it anywhere.
 */
package secondsite.engine.ship;
