/** Programs join a deployment, as people make them. */
package secondsite.drill.joining;
