/** One journal on one machine, with several threads at once, killed, without power, on a failing and on a full device. */
package secondsite.drill.journal;
