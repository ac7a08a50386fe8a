# Removes the agent with all that it kept for itself. Images that it serves are somebody's disks, and stay.
reserve
if command -v systemctl >/dev/null 2>&1; then systemctl disable --now "$agent" >/dev/null 2>&1 || :; fi
said=
if [ -n "$tool" ] && ! remove_package; then package_tool_failed; fi
rm -f /etc/secondsite/agent.yaml /etc/secondsite/agent.yaml.joining /etc/secondsite/agent.yaml.new /etc/secondsite/agent.env*
rmdir /etc/secondsite 2>/dev/null || :
rm -f "/etc/systemd/system/multi-user.target.wants/$agent.service"
if [ -d "$state" ]; then
  (cd "$state" && rm -rf packages spool tmp control.sock key.pem key.ended.pem certificate.pem certificate.ended.pem authority.pem request.pem ./*.pem.*)
  rmdir "$state" 2>/dev/null || say kept "$(find "$state" -mindepth 1 -maxdepth 1 | head -n 20 | tr '\n' ' ')"
fi
if services_run; then systemctl daemon-reload >/dev/null 2>&1 || :; fi
say end uninstall
release
