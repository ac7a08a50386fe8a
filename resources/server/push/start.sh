# Has the service started now and with the machine, looks whether it stays, and frees the machine for others.
reserve
command -v systemctl >/dev/null 2>&1 || fail SERVICES_MISSING "there is no systemctl"
said=$(systemctl enable "$agent" 2>&1) || fail AGENT_NOT_STARTED "$(printf '%s' "$said" | last_words)"
systemctl reset-failed "$agent" 2>/dev/null || :
said=$(systemctl restart "$agent" 2>&1) || fail AGENT_NOT_STARTED "$(printf '%s' "$said" | last_words)|$(journalctl -u "$agent" -n 10 --no-pager 2>/dev/null | last_words)"
for _ in 1 2 3; do
  sleep 1
  systemctl is-active --quiet "$agent" || fail AGENT_NOT_STARTED "$(journalctl -u "$agent" -n 10 --no-pager 2>/dev/null | last_words)"
done
say end start
release
