/**
 * A host of machines beside a master target: what the configuration server orders over REST is resolved into what a platform knows, disks as
 * they were into images over kept exports, and ports to be chosen into ports.
 */
package secondsite.server.host;
