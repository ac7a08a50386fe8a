/** What must be true, kept apart from the code under test: each disk as an array of bytes, with every write in its order. */
package secondsite.drill.oracle;
