/** The console upon real servers, as a person sees and uses it. */
package secondsite.drill.console;
