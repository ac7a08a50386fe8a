# Looks at everything, and changes nothing.
say host "$(uname -n | cut -d. -f1)"
say kernel "$(uname -s)"
say architecture "$(uname -m)"
say system "$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release 2>/dev/null | head -n 1)"
say libc "$(getconf GNU_LIBC_VERSION 2>/dev/null)"
say tool "$tool"
if services_run; then
  say services running
elif command -v systemctl >/dev/null 2>&1; then
  say services idle
else
  say services none
fi
say time "$(date +%s)"
# The file system of a folder, or of the next one above that is there: what it is called, and KiB that are free.
space_of() {
  there=$1
  until [ -d "$there" ]; do there=$(dirname "$there"); done
  df -Pk "$there" 2>/dev/null | sed -n '2s/^\(.*[^ ]\)  *[0-9][0-9]*  *[0-9][0-9]*  *\(-\{0,1\}[0-9][0-9]*\)  *[0-9]*%  *\(.*\)$/\2 \3/p'
}
say space.program "$(space_of /usr/lib)"
say space.state "$(space_of /var/lib)"
[ -w /usr/lib ] || say readonly /usr/lib
traced=none
for place in /sys/kernel/tracing /sys/kernel/debug/tracing; do
  if [ -d "$place/events/block" ]; then traced=$place; fi
done
if [ "$traced" = none ] && grep -q tracefs /proc/filesystems 2>/dev/null; then traced=unmounted; fi
say tracing "$traced"
say disks "$(find /sys/block -mindepth 1 -maxdepth 1 ! -name 'loop*' ! -name 'ram*' ! -name 'zram*' ! -name 'nbd*' ! -name 'sr*' ! -name 'fd*' -exec basename '{}' ';' 2>/dev/null | sort | head -n 40 | tr '\n' ' ')"
sed -n 's:^[[:space:]]*\(/dev/\(sd\|hd\|vd\|xvd\|nvme\|mmcblk\)[^[:space:]]*\)[[:space:]]\{1,\}\([^[:space:]]*\).*:fstab=\1 on \3:p' /etc/fstab 2>/dev/null | head -n 20
say version "$(installed_version)"
say before "$(cat "$packages/before.version" 2>/dev/null)"
say authority "$(joined_authority)"
say agent "$(sed -n 's/^  id: "\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/secondsite/agent.yaml 2>/dev/null | head -n 1)"
if held_by_another; then say held "$(holder)"; fi
# The way back: whether the server's name is known, and its port open.
if [ -n "$server_host" ]; then
  say resolved "$(getent ahosts "$server_host" 2>/dev/null | sed -n '1s/ .*//p')"
  if command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; then
    # shellcheck disable=SC2016 # the words are bash's
    if timeout 8 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$server_host" "$server_port" 2>/dev/null; then say reached yes; else say reached no; fi
  elif command -v python3 >/dev/null 2>&1; then
    if python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 8)' "$server_host" "$server_port" 2>/dev/null; then
      say reached yes
    else
      say reached no
    fi
  else
    say reached unknown
  fi
fi
say end facts
