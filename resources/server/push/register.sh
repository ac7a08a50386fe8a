# Lets the agent join. The token comes behind this program, so that it stands on no command line.
reserve
found=$(joined_authority)
if [ -n "$found" ] && [ -e /etc/secondsite/agent.yaml ]; then
  [ "$found" = "$authority" ] || fail AGENT_OF_OTHERS "it belongs to the deployment with the authority $found"
  cat >/dev/null
  say joined before
else
  # A certificate without a configuration, or the other way round, is of an agent that was removed by half.
  if [ -n "$found" ] && [ "$found" != "$authority" ]; then fail AGENT_OF_OTHERS "it belongs to the deployment with the authority $found"; fi
  said=$(secondsite-agent join --server "$server" --authority "$authority" --name "$name" --token-file /dev/stdin 2>&1) ||
    fail JOINING_FAILED "$(printf '%s' "$said" | last_words)"
  say joined now
fi
sync
say end register
