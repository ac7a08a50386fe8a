/** A client that writes to a served disk and remembers, outside of everything under test, what was acknowledged. */
package secondsite.drill.load;
