/** The line between agent and servers is cut, deaf on one side, slow, lossy and lying, while a guest writes. */
package secondsite.drill.network;
