/** Recovery plans: how they are kept, run step by step, proven, and tested by themselves. */
package secondsite.server.configuration.plan;
