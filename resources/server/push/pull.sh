#!/bin/sh
# Fetches the agent from the deployment's configuration server, installs it, lets it join and starts it. It stands in one function, so that
# a program that came by half does nothing. SECONDSITE_TOKEN is a one-time token; SECONDSITE_NAME, if given, the agent's name.
pull() {
  set -eu
  umask 077
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  LC_ALL=C
  DEBIAN_FRONTEND=noninteractive
  export PATH LC_ALL DEBIAN_FRONTEND
  server='@server@'
  authority='@authority@'
  token=${SECONDSITE_TOKEN:-}
  name=${SECONDSITE_NAME:-$(uname -n | cut -d. -f1)}
  unset SECONDSITE_TOKEN
  stop() {
    printf 'secondsite: %s\n' "$1" >&2
    exit 1
  }
  [ "$(id -u)" = 0 ] || stop "run this as root, for instance with sudo before the last sh"
  [ -n "$token" ] || stop "SECONDSITE_TOKEN is missing: take the line as the configuration server shows it"
  command -v curl >/dev/null || stop "curl is missing"
  if [ -e /etc/secondsite/agent.yaml ]; then stop "there is an agent already (/etc/secondsite/agent.yaml); nothing was changed"; fi
  if dpkg-query -W libc6 >/dev/null 2>&1; then
    kind=DEB
  elif rpm -q glibc >/dev/null 2>&1; then
    kind=RPM
  else
    stop "neither dpkg nor rpm manages this system"
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cat >"$work/authority.pem" <<'CERTIFICATE'
@certificate@
CERTIFICATE
  # Kind, processor, checksum, file.
  cat >"$work/packages" <<'PACKAGES'
@packages@
PACKAGES
  # shellcheck disable=SC2046 # words
  set -- $(sed -n "s/^$kind $(uname -m) //p" "$work/packages" | head -n 1)
  [ "$#" = 2 ] || stop "the configuration server has no $kind package for $(uname -m)"
  echo "secondsite: fetching $2"
  # The token is read from a file: on a command line others would see it.
  printf 'header = "Authorization: Token %s"\n' "$token" >"$work/curl"
  curl -fsS --cacert "$work/authority.pem" --config "$work/curl" -o "$work/$2" "$server/v1/packages/$2" ||
    stop "it cannot be fetched; is the token older than half an hour, or was it used?"
  printf '%s  %s\n' "$1" "$work/$2" | sha256sum -c - >/dev/null 2>&1 || stop "what came is not the package; nothing was changed"
  if [ "$kind" = DEB ]; then dpkg --install "$work/$2"; else rpm -U "$work/$2"; fi >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    stop "the package cannot be installed"
  }
  mkdir -p /var/lib/secondsite-agent/packages
  version=$(if [ "$kind" = DEB ]; then dpkg-query -W -f '${Version}' secondsite-agent; else rpm -q --qf '%{VERSION}' secondsite-agent; fi)
  extension=$(printf '%s' "$kind" | tr 'DEBRPM' 'debrpm')
  mv "$work/$2" "/var/lib/secondsite-agent/packages/installed.$extension"
  printf '%s' "$version" >/var/lib/secondsite-agent/packages/installed.version
  printf '%s\n' "$token" | secondsite-agent join --server "$server" --authority "$authority" --name "$name" --token-file /dev/stdin ||
    stop "the agent is installed, but did not join; give the line once more with another token"
  systemctl enable --now secondsite-agent || stop "the agent has joined, but its service does not start: journalctl -u secondsite-agent"
  echo "secondsite: the agent $name runs, and reports to $server"
}
pull
