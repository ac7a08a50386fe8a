/** The console's own controls: they know plain values, and get every text from outside. */
package secondsite.app.control;
