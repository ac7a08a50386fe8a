/** Recovery plans: how ready they are, which machines come up in which order, and what a run of one is doing. */
package secondsite.app.plans;
