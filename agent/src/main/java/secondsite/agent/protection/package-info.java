/** One protected disk: captured, checkpointed, shipped, copied and compared, without anybody asking for it. */
package secondsite.agent.protection;
