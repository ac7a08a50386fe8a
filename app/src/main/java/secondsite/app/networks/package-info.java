/** Where machines' cards are after a failover and in a test: which network of the other site takes the place of which. */
package secondsite.app.networks;
