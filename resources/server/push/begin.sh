# What every step on a machine begins with. It runs as root, in whatever /bin/sh is there; values stand before it as variables.
# What it says is one line each, key=value.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
DEBIAN_FRONTEND=noninteractive
export PATH LC_ALL DEBIAN_FRONTEND
umask 077
agent=secondsite-agent
state=/var/lib/$agent
packages=$state/packages
reserved=/run/$agent-push

say() { printf '%s=%s\n' "$1" "$2"; }

# The last lines of what a command said, as one.
last_words() { tail -n 15 | tr '\n' '|' | cut -c 1-2000; }

# fail CODE DETAIL: the code is one of the catalogue of errors.
fail() {
  printf 'fail=%s %s\n' "$1" "$2"
  exit 3
}

# Whoever installs reserves the machine, and stays so known until it is free again, or for half an hour of silence.
holder() { cat "$reserved/owner" 2>/dev/null; }
held_by_another() {
  [ -d "$reserved" ] || return 1
  [ "$(holder)" = "$owner" ] && return 1
  [ -z "$(find "$reserved" -prune -mmin +30 2>/dev/null)" ]
}
reserve() {
  # Only one of two makes the folder. One that broke off is put aside under a name of our own, so that only one does that, too.
  if ! mkdir "$reserved" 2>/dev/null && [ "$(holder)" != "$owner" ]; then
    ! held_by_another || fail INSTALLATION_RUNNING "reserved by $(holder)"
    if mv "$reserved" "$reserved.$$" 2>/dev/null; then
      # Somebody may have done the same a moment before: then this is his, and not the old one.
      if [ -z "$(find "$reserved.$$" -prune -mmin +30 2>/dev/null)" ]; then
        mv "$reserved.$$" "$reserved"
        fail INSTALLATION_RUNNING "reserved by $(holder)"
      fi
      rm -rf "$reserved.$$"
    fi
    mkdir "$reserved" 2>/dev/null || fail INSTALLATION_RUNNING "reserved by $(holder)"
  fi
  printf '%s' "$owner" >"$reserved/owner" || fail MACHINE_SPACE_LOW "cannot write $reserved/owner"
  touch "$reserved"
}
release() { [ "$(holder)" != "$owner" ] || rm -rf "$reserved"; }

# The tool by which this system installs packages.
package_tool() {
  if dpkg-query -W libc6 >/dev/null 2>&1; then
    echo DEB
  elif rpm -q glibc >/dev/null 2>&1; then
    echo RPM
  fi
}
tool=$(package_tool)
case $tool in
  DEB) extension=deb ;;
  *) extension=rpm ;;
esac

# The agent's version that is wholly installed.
installed_version() {
  # shellcheck disable=SC2016 # these are fields of dpkg
  case $tool in
    DEB) dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$agent" 2>/dev/null | sed -n 's/^installed //p' ;;
    RPM) rpm -q --qf '%{VERSION}\n' "$agent" 2>/dev/null | grep -v ' ' ;;
  esac
}

# Installs a file, whether it is newer or older than what is there.
install_package() {
  case $tool in
    DEB) said=$(dpkg --force-confold --force-confdef --install "$1" 2>&1 </dev/null) ;;
    RPM) said=$(rpm -U --oldpackage --replacepkgs "$1" 2>&1 </dev/null) ;;
    *) fail SYSTEM_UNSUPPORTED "neither dpkg nor rpm manages this system" ;;
  esac
}
remove_package() {
  case $tool in
    DEB) said=$(dpkg --force-remove-reinstreq --purge "$agent" 2>&1 </dev/null) ;;
    RPM) ! rpm -q "$agent" >/dev/null 2>&1 || said=$(rpm -e "$agent" 2>&1 </dev/null) ;;
  esac
}
package_tool_failed() {
  case $said in
    *'frontend lock'* | *'database lock'* | *'database is locked'* | *'transaction lock'*) fail PACKAGE_TOOL_BUSY "$(printf '%s' "$said" | last_words)" ;;
    *'No space left'* | *' needs '*filesystem*) fail MACHINE_SPACE_LOW "$(printf '%s' "$said" | last_words)" ;;
    *) fail PACKAGE_TOOL_FAILED "$(printf '%s' "$said" | last_words)" ;;
  esac
}

# The authority to which the agent belongs, as fingerprints are written; nothing when it has not joined.
joined_authority() {
  [ -s "$state/authority.pem" ] && [ -s "$state/certificate.pem" ] || return 0
  sed '/-----/d' "$state/authority.pem" | base64 -d 2>/dev/null | sha256sum | sed 's/^\([0-9a-f]*\).*/sha256:\1/'
}

# True when systemd is what runs here.
services_run() { [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; }
