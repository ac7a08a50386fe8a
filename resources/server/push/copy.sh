# Reserves the machine, and takes the package from what comes behind this program.
reserve
incoming=$packages/incoming.$extension
# What is on the disk is asked, not what somebody noted: the same one may come again.
arrived() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$sha256" ]; }
if arrived "$incoming" || arrived "$packages/installed.$extension"; then
  cat >/dev/null
  [ ! -f "$incoming" ] || printf '%s' "$version" >"$packages/incoming.version"
  say kept yes
  say end copy
  exit 0
fi
if ! { mkdir -p "$state" && chmod 700 "$state" && mkdir -p "$packages"; }; then fail MACHINE_SPACE_LOW "cannot make $packages"; fi
if ! cat >"$incoming.part"; then
  rm -f "$incoming.part"
  fail MACHINE_SPACE_LOW "no room for the package below $packages: $(df -Pk "$packages" | tail -n 1)"
fi
if ! arrived "$incoming.part"; then
  found=$(wc -c <"$incoming.part")
  rm -f "$incoming.part"
  fail PACKAGE_DAMAGED "$found bytes arrived that are not those that were sent"
fi
sync "$incoming.part" 2>/dev/null || sync
if ! { printf '%s' "$version" >"$packages/incoming.version" && mv "$incoming.part" "$incoming"; }; then
  fail MACHINE_SPACE_LOW "cannot keep $incoming"
fi
say end copy
