/**
 * How the roles are reached: HTTPS with both certificates, limits on everything a client can say or hold, the peer's identity from its
 * certificate, and problems as answers. The only package that knows the HTTP server.
 */
package secondsite.server.web;
